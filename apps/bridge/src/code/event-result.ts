import {
  type EventContext,
  type Explanation,
  explainWithConfig,
  type FlowDestination,
  type FlowPlan,
  jsonSize,
} from '@mapping-designer/mapping-engine'
import { decodeValue } from '@mapping-designer/mapping-engine/wire'
import type { KafkaRecord, Outcome } from '@mapping-designer/shared-types'
import type { EncodedRecord } from '../kafka/waiting-value.ts'
import type { EventAnswer, EventTask } from './event-worker.ts'
import type { RequestBounds } from './request-bounds.ts'

/** Events that are to be evaluated. */
export interface EvaluationRequest {
  destination: FlowDestination
  events: readonly unknown[]
  /** The clock, ms since 1970. */
  now: number
  /** A clock and a seed for each event, for what is written; without them both are pinned as in a preview. */
  contexts?: readonly EventContext[] | undefined
  /** For events of which only a part was read, what they are in full. */
  partly?: readonly (PartlyRead | undefined)[] | undefined
  /** The events are the first of a run, in their order; otherwise nobody knows what came before them. */
  isOneRun?: boolean | undefined
  /** Rejects with an ApiProblem where it is too much, and where the caller has left; without bounds nothing is too much. */
  bounds?: RequestBounds | undefined
}

/** An event in which something stands for what was not read. */
export interface PartlyRead {
  /** Characters of its text. */
  size: number
  /** The whole event. `looked` names what was looked at and had not been read. */
  complete(looked: readonly string[]): unknown
}

/** What is wanted of each event, and how to come by it. */
export interface Wanted<Result> {
  wants: EventTask['wants']
  /** Evaluates an event in this process. */
  make(flowPlan: FlowPlan, event: unknown, context: EventContext | undefined): Result
  /** Reads the answer of another process. */
  read(answer: EventAnswer): Result
  /** What a request is charged with. */
  sizeOf(result: Result): number
}

export const outcomeOnly: Wanted<Outcome> = {
  wants: 'outcome',
  make: ({ plan }, event, context) => plan.run(event, context),
  read: (answer) => explanationIn(answer).outcome,
  sizeOf: (outcome) => (outcome.kind === 'message' ? sizeOfRecord(outcome.record) : jsonSize(outcome)),
}

/** About how many characters a record has; its parts are no texts where walkerOS hands on something else. */
export function sizeOfRecord({ topic, key, value, headers }: KafkaRecord | EncodedRecord): number {
  const size = typeof value === 'object' ? value.end - value.start : jsonSize(value)
  return jsonSize(topic) + jsonSize(key) + size + sizeOfHeaders(headers) + recordOverhead
}

/** Characters of the time and of how the record is sent, at most. */
const recordOverhead = 200
const headerSizes = new WeakMap<KafkaRecord['headers'], number>()

/** The records of one rule share their headers. */
function sizeOfHeaders(headers: KafkaRecord['headers']): number {
  const known = headerSizes.get(headers)
  if (known !== undefined) return known
  const size = jsonSize(headers)
  headerSizes.set(headers, size)
  return size
}

/** With the problems, but without the steps, which are many times as large. */
export const withProblems: Wanted<Explanation> = {
  wants: 'problems',
  make: (...event) => ({ ...explainWithConfig(...event), steps: [], errors: [] }),
  read: explanationIn,
  sizeOf: ({ outcome, problems }) => jsonSize(outcome) + jsonSize(problems),
}

export const withSteps: Wanted<Explanation> = { ...withProblems, wants: 'steps', make: explainWithConfig }

function explanationIn(answer: EventAnswer): Explanation {
  if (typeof answer === 'string') return decodeValue(answer) as Explanation
  return { outcome: answer, steps: [], errors: [], problems: problemsOf(answer) }
}

/** Of an event that was given up nothing but its outcome is known. */
function problemsOf(outcome: Outcome): Explanation['problems'] {
  if (outcome.kind !== 'failed') return []
  const { detail, reason: code } = outcome
  const cause = code === 'code-timeout' ? `${detail}; walkerOS would wait for it forever.` : `${detail}.`
  return [{ code, severity: 'error', place: [], cause }]
}
