import {
  type Explanation,
  type FlowDestination,
  type FlowError,
  flowProblems,
  meetsChain,
  needsCode,
  type PackedSize,
  packedKey,
  planDestination,
  type ReferenceValues,
  withPackedSize,
} from '@mapping-designer/mapping-engine'
import type { JsonObject, JsonValue, Problem, TopicSummary } from '@mapping-designer/shared-types'
import type { PackedSizes } from '../bridge/bridge-store.ts'
import { readFlow } from '../document/read-text.ts'
import { readSample, type Sample } from '../document/sample.ts'
import type { CodePreviews, PreviewedEvent } from './code-previews.ts'
import { keepSmall } from './keep-small.ts'
import type { PreviewPlan } from './preview-plan.ts'

/** What a flow text means, or what the last readable one meant and why this one means nothing. */
export interface Reading {
  destinations: readonly FlowDestination[]
  /** The file that they are of. */
  json: JsonValue
  error: FlowError | null
}

export const noReading: Reading = { destinations: [], json: null, error: null }

/** What a text means; one that cannot be read leaves the destinations of the reading before in place. */
export function readText(text: string, env: ReferenceValues, before: Reading): Reading {
  const reading = readFlow(text, env)
  return reading.isReadable
    ? { destinations: reading.destinations, json: reading.json, error: null }
    : { ...before, error: reading.error }
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
export function planAt(
  destination: FlowDestination,
  now: number,
  limits: TopicLimits,
  isUntrusted: boolean,
  sizes: PackedSizes = {},
): PreviewPlan {
  const { whole, ...alone } = destination
  const { plan } = planDestination(alone, { now, maxMessageBytes: limits })
  const isFollowed = whole !== undefined && meetsChain(destination)
  const hasFunctions = isFollowed ? needsCode(destination) : plan.needsCode
  const runsCode = hasFunctions && !isUntrusted
  const { run, runAlong, explain, deliver, startFailure } = plan
  const knownSize: PackedSize = (record, compression) => sizes[packedKey(record, compression)]
  let problems: Problem[] | undefined
  return {
    ...{ run, runAlong, explain, deliver, startFailure, isFollowed, needsCode: hasFunctions, runsCode },
    sized: (explanation) => withPackedSize(explanation, knownSize, limits),
    get problems() {
      problems ??= [...plan.problems, ...flowProblems(destination)]
      return problems
    },
  }
}

/** Whether samples are evaluated in the worker, which can be ended: functions, routes and contracts may never return. */
export function isInWorker({ isFollowed, runsCode }: PreviewPlan): boolean {
  return isFollowed || runsCode
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
  explanation: PreviewedEvent | null
  /** The explanation is an earlier one; the functions of the flow are still running. */
  isPending: boolean
}

/**
 * The preview of a sample under a plan, computed once; with functions or steps in the flow it comes from the worker. As one of
 * many it is kept small.
 */
export function previewSample(
  plan: PreviewPlan,
  sample: Sample,
  code: CodePreviews,
  isOneOfMany = false,
): SamplePreview {
  const reading = readSample(sample)
  if (!isInWorker(plan) || !reading.isReadable) {
    const preview = previewHere(plan, sample, isOneOfMany)
    if (preview.explanation !== null) code.showed(sample.id, preview.explanation)
    return preview
  }
  const { event } = reading
  const known = code.find(plan, sample)
  const explanation = known ?? code.last(sample.id)
  return {
    sample,
    event,
    error: null,
    explanation: explanation === undefined ? null : plan.sized(explanation),
    isPending: known === undefined,
  }
}

function previewHere(plan: PreviewPlan, sample: Sample, isOneOfMany: boolean): SamplePreview {
  const { ofSamples, explainSmall } = keptOf(plan)
  const known = ofSamples.get(sample)
  if (known !== undefined) return known
  const reading = readSample(sample)
  const preview: SamplePreview = reading.isReadable
    ? {
        sample,
        event: reading.event,
        error: null,
        explanation: isOneOfMany ? explainSmall(reading.event) : plan.sized(plan.explain(reading.event)),
        isPending: false,
      }
    : { sample, event: null, error: reading.message, explanation: null, isPending: false }
  ofSamples.set(sample, preview)
  return preview
}

/** What is kept of a plan: previews of its samples, and what they share. */
interface Kept {
  ofSamples: WeakMap<Sample, SamplePreview>
  explainSmall(event: JsonObject): Explanation
}

const keptOfPlans = new WeakMap<PreviewPlan, Kept>()

function keptOf(plan: PreviewPlan): Kept {
  let kept = keptOfPlans.get(plan)
  if (kept === undefined) {
    kept = { ofSamples: new WeakMap(), explainSmall: keepSmall((event) => plan.sized(plan.explain(event))) }
    keptOfPlans.set(plan, kept)
  }
  return kept
}
