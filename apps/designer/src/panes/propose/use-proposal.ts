import { parseSamples, valueAt } from '@mapping-designer/mapping-engine'
import {
  type Pair,
  type Proposal,
  propose,
  proposeFromShape,
  proposeLike,
} from '@mapping-designer/mapping-engine/propose'
import { tryJson } from '@mapping-designer/shared-types'
import { useDeferredValue, useMemo } from 'react'
import { useDocument } from '../../designer/designer-context.tsx'
import { useDestination, useReading } from '../../designer/use-preview.ts'
import type { Wanted, WantedPair } from '../../designer/wanted.ts'
import { eventName, readSample, type Sample } from '../../document/sample.ts'
import type { RecordParts } from '../../mapping/proposal-rows.ts'

/** What is proposed, or why nothing is yet; null where nothing was typed. */
export type Answer = Proposal | { error: string } | null

/** Samples of one event that are looked at by their names and types. */
const maxSamples = 200

/** The answer to what is wanted, and the samples that it is tried on. */
export function useProposal(wanted: Wanted, samples: readonly Sample[]): { answer: Answer; tried: WantedSample[] } {
  const settled = useDeferredValue(wanted)
  const flow = useFlow()
  return useMemo(
    () => ({ answer: answerTo(settled, samples, flow), tried: triedOn(settled, samples) }),
    [settled, samples, flow],
  )
}

function answerTo({ by, pairs, shape, like }: Wanted, samples: readonly Sample[], flow: unknown): Answer {
  if (by === 'value') return byValue(pairs, samples)
  const events = samples.slice(0, maxSamples).flatMap((sample) => eventOf(sample) ?? [])
  if (by === 'like') return like === '' ? null : first(proposeLike(flow, like, events))
  return shape.trim() === '' ? null : first(proposeFromShape(shape, events))
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

/** A sample that a proposal is tried on. */
export interface WantedSample {
  sample: Sample
  /** The record that is wanted of it; null where only names and types are. */
  wanted: RecordParts | null
}

/** The samples that a proposal is tried on: those with a value, or the selected one alone. */
function triedOn({ by, pairs }: Wanted, samples: readonly Sample[]): WantedSample[] {
  const [own] = samples
  if (by !== 'value') return own === undefined ? [] : [{ sample: own, wanted: null }]
  return pairs.flatMap(({ sample: id, text, topic, key }) => {
    const sample = samples.find((one) => one.id === id)
    const value = tryJson(text)
    return sample === undefined || value === undefined
      ? []
      : [{ sample, wanted: { value, topic: topic || undefined, key: key || undefined } }]
  })
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
