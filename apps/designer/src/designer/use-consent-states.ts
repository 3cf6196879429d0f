import { type ConsentState, consentNames, consentStates, valueAt } from '@mapping-designer/mapping-engine'
import { useMemo } from 'react'
import { readSample, type Sample } from '../document/sample.ts'
import { useDestination, useReading } from './use-preview.ts'

/** The states of consent that the flow and the samples know: none, each name alone, and all. The list of samples has to be stable. */
export function useConsentStates(samples: readonly Sample[]): ConsentState[] {
  const { json } = useReading()
  const flowName = useDestination()?.flowName ?? ''
  return useMemo(() => {
    const events = samples.map(readSample).map((reading) => (reading.isReadable ? reading.event : null))
    return consentStates(consentNames(valueAt(json, ['flows', flowName]), events))
  }, [json, flowName, samples])
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
