import { type ConsentState, consentNames, consentStates, valueAt } from '@mapping-designer/mapping-engine'
import { useMemo } from 'react'
import { readSample, type Sample } from '../document/sample.ts'
import { useDestination, useReading } from './use-preview.ts'

/** The states of consent that a flow and some samples know: none, each name alone, and all. */
export function consentStatesOf(json: unknown, flowName: string, samples: readonly Sample[]): ConsentState[] {
  const events = samples.map(readSample).map((reading) => (reading.isReadable ? reading.event : null))
  return consentStates(consentNames(valueAt(json, ['flows', flowName]), events))
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
