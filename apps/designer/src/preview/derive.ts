import {
  type DestinationPlan,
  type Explanation,
  type FlowDestination,
  type FlowError,
  planDestination,
  type ReferenceValues,
} from '@mapping-designer/mapping-engine'
import type { JsonObject, TopicSummary } from '@mapping-designer/shared-types'
import { readFlow } from '../document/read-text.ts'
import { readSample, type Sample } from '../document/sample.ts'
import type { CodePreviews } from './code-previews.ts'

/** What a flow text means, or what the last readable one meant and why this one means nothing. */
export interface Reading {
  destinations: readonly FlowDestination[]
  error: FlowError | null
}

/** What a text means; one that cannot be read leaves the destinations of the reading before in place. */
export function readText(text: string, env: ReferenceValues, before: Reading): Reading {
  const reading = readFlow(text, env)
  return reading.isReadable
    ? { destinations: reading.destinations, error: null }
    : { destinations: before.destinations, error: reading.error }
}

/** The destination that is being designed: the chosen one, or the first. */
export function chosenDestination(
  { destinations }: Reading,
  wanted: { flowName: string; name: string } | null,
): FlowDestination | undefined {
  const chosen = destinations.find(({ flowName, name }) => flowName === wanted?.flowName && name === wanted.name)
  return chosen ?? destinations[0]
}

export type TopicLimits = Readonly<Record<string, number>>

/** A plan for a destination at a clock, under the limits of the cluster. */
export function planAt(destination: FlowDestination, now: number, limits: TopicLimits): DestinationPlan {
  return planDestination(destination, { now, maxMessageBytes: limits }).plan
}

/** The size limits that the chosen cluster tells of its topics, in bytes. */
export function limitsOf(topics: readonly TopicSummary[] | null): TopicLimits {
  return Object.fromEntries(
    (topics ?? []).flatMap(({ name, maxMessageBytes }) =>
      maxMessageBytes === undefined ? [] : [[name, maxMessageBytes]],
    ),
  )
}

/** What one sample becomes; null where its text is no event. */
export interface SamplePreview {
  sample: Sample
  event: JsonObject | null
  error: string | null
  explanation: Explanation | null
  /** The explanation is an earlier one; the functions of the flow are still running. */
  isPending: boolean
}

const previews = new WeakMap<DestinationPlan, WeakMap<Sample, SamplePreview>>()

/**
 * The preview of a sample under a plan, computed once; with functions in the flow it comes from the worker. Functions of
 * a flow that is not trusted are not run, and the preview says so.
 */
export function previewSample(
  plan: DestinationPlan,
  sample: Sample,
  code: CodePreviews,
  isUntrusted: boolean,
): SamplePreview {
  const reading = readSample(sample)
  if (!plan.needsCode || isUntrusted || !reading.isReadable) return previewHere(plan, sample)
  const { event } = reading
  const known = code.find(plan, sample)
  const explanation = known ?? code.last(sample.id) ?? null
  return { sample, event, error: null, explanation, isPending: known === undefined }
}

function previewHere(plan: DestinationPlan, sample: Sample): SamplePreview {
  let ofPlan = previews.get(plan)
  if (ofPlan === undefined) {
    ofPlan = new WeakMap()
    previews.set(plan, ofPlan)
  }
  const known = ofPlan.get(sample)
  if (known !== undefined) return known
  const reading = readSample(sample)
  const preview: SamplePreview = reading.isReadable
    ? { sample, event: reading.event, error: null, explanation: plan.explain(reading.event), isPending: false }
    : { sample, event: null, error: reading.message, explanation: null, isPending: false }
  ofPlan.set(sample, preview)
  return preview
}
