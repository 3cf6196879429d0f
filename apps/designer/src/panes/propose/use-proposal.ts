import { parseSamples, valueAt } from '@mapping-designer/mapping-engine'
import {
  type Pair,
  type Proposal,
  propose,
  proposeFromShape,
  proposeLike,
  readShape,
} from '@mapping-designer/mapping-engine/propose'
import { tryJson } from '@mapping-designer/shared-types'
import { useDeferredValue, useMemo } from 'react'
import { useDocument } from '../../designer/designer-context.tsx'
import { useDestination, useReading } from '../../designer/use-preview.ts'
import { eventName, readSample, type Sample } from '../../document/sample.ts'

export type ProposeBy = 'value' | 'shape' | 'like'

/** What is typed into the dialog. */
export interface Wanted {
  by: ProposeBy
  /** Samples with the value that is wanted of each, as text. */
  pairs: readonly WantedPair[]
  shape: string
  like: string
}

export interface WantedPair {
  sample: string
  text: string
  topic: string
  key: string
}

/** What is proposed, or why nothing is yet; null where nothing was typed. */
export type Answer = Proposal | { error: string } | null

/** Samples of one event that are looked at by their names and types. */
const maxSamples = 200

export function useProposal(wanted: Wanted, samples: readonly Sample[]): Answer {
  const settled = useDeferredValue(wanted)
  const flow = useFlow()
  return useMemo(() => {
    if (settled.by === 'value') return byValue(settled.pairs, samples)
    const events = samples.slice(0, maxSamples).flatMap((sample) => eventOf(sample) ?? [])
    if (settled.by === 'like') return settled.like === '' ? null : first(proposeLike(flow, settled.like, events))
    if (settled.shape.trim() === '') return null
    const shape = readShape(settled.shape)
    return 'error' in shape ? shape : first(proposeFromShape(shape.fields, events))
  }, [settled, samples, flow])
}

function byValue(pairs: readonly WantedPair[], samples: readonly Sample[]): Answer {
  const filled = pairs.filter(({ text }) => text.trim() !== '')
  if (filled.length === 0) return null
  const read: Pair[] = []
  for (const { sample, text, topic, key } of filled) {
    const found = samples.find(({ id }) => id === sample)
    const value = tryJson(text)
    const title = found?.title ?? 'this sample'
    if (value === undefined)
      return { error: `The value of ${title} is no JSON. ${parseSamples(text).errors[0]?.message ?? ''}`.trim() }
    read.push({ event: found && eventOf(found), value, topic: topic || undefined, key: key || undefined })
  }
  return first(propose(read))
}

const first = (found: readonly Proposal[] | { error: string }): Answer =>
  'error' in found ? found : (found[0] ?? null)

function eventOf(sample: Sample): unknown {
  const reading = readSample(sample)
  return reading.isReadable ? reading.event : undefined
}

function useFlow(): unknown {
  const { json } = useReading()
  const destination = useDestination()
  return useMemo(() => valueAt(json, ['flows', destination?.flowName ?? '']), [json, destination])
}

/** The other destinations of the flow, by their names. */
export function useOtherDestinations(): string[] {
  const destinations = valueAt(useFlow(), ['destinations'])
  const own = useDestination()?.name
  return Object.keys(Object(destinations)).filter((name) => name !== own)
}

/** The selected sample, and all of the same event with it first. */
export function useSamplesOfEvent(): readonly Sample[] {
  const samples = useDocument((state) => state.samples)
  const selected = useDocument((state) => state.selectedSample)
  return useMemo(() => {
    const own = samples.find(({ id }) => id === selected)
    if (own === undefined) return []
    const name = eventName(own)
    return [own, ...samples.filter((sample) => sample !== own && eventName(sample) === name)]
  }, [samples, selected])
}
