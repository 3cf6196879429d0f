import { type ConsentState, consentNames, consentStates, valueAt } from '@mapping-designer/mapping-engine'
import { useMemo } from 'react'
import { readSample, type Sample } from '../document/sample.ts'
import { useDestination, useReading } from './use-preview.ts'

/** The states of consent that a flow and some samples know: none, each name alone, and all. */
export function consentStatesOf(json: unknown, flowName: string, samples: readonly Sample[]): ConsentState[] {
  const inFlow = consentNames(valueAt(json, ['flows', flowName]))
  return consentStates([...new Set([...inFlow, ...samples.flatMap(namesInSample)])])
}

const names = new WeakMap<Sample, readonly string[]>()

/** The flow changes with each key, an event, which may have thousands of items, does not. */
function namesInSample(sample: Sample): readonly string[] {
  const known = names.get(sample)
  if (known !== undefined) return known
  const reading = readSample(sample)
  const found = reading.isReadable ? consentNames(reading.event) : []
  names.set(sample, found)
  return found
}

/** Those states for the flow on screen. The list of samples has to be stable. */
export function useConsentStates(samples: readonly Sample[]): ConsentState[] {
  const { json } = useReading()
  const flowName = useDestination()?.flowName ?? ''
  return useMemo(() => consentStatesOf(json, flowName, samples), [json, flowName, samples])
}

/** A sample as it would be under another consent; itself where it is no event. */
export function withConsent(sample: Sample, { title, consent }: ConsentState): Sample {
  const reading = readSample(sample)
  if (!reading.isReadable) return sample
  const { id } = sample
  return {
    id: `${id} consent ${title}`,
    title: `${sample.title}, consent ${title}`,
    text: JSON.stringify({ ...reading.event, consent }),
  }
}
