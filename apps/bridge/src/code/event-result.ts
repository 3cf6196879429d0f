import {
  type EventContext,
  type Explanation,
  type FlowDestination,
  type FlowPlan,
  jsonSize,
  previewLine,
} from '@mapping-designer/mapping-engine'
import { decodeValue } from '@mapping-designer/mapping-engine/wire'
import type { Outcome, PreviewLine } from '@mapping-designer/shared-types'
import type { EventAnswer, EventTask } from './event-worker.ts'
import type { RequestBounds } from './request-bounds.ts'

export interface EventResult {
  line: PreviewLine
  outcome: Outcome
  /** How it came to that; nothing for an event that was given up, nor within bounds. */
  explanation?: Explanation
}

/** Events that are to be evaluated. */
export interface EvaluationRequest {
  destination: FlowDestination
  events: readonly unknown[]
  now: number
  contexts?: readonly EventContext[] | undefined
  bounds?: RequestBounds | undefined
}

/** What is wanted of each event, and how to come by it. */
export interface Wanted<Result> {
  wants: EventTask['wants']
  /** The events are the first of a run, in their order; otherwise nobody knows what came before them. */
  isOneRun: boolean
  /** Evaluates an event in this process. */
  make(flowPlan: FlowPlan, event: unknown, index: number, context: EventContext | undefined): Result
  /** Reads the answer of another process. */
  read(answer: EventAnswer, index: number): Result
  /** What a request is charged with. */
  sizeOf(result: Result): number
}

export const outcomeOnly: Wanted<Outcome> = {
  wants: 'outcome',
  isOneRun: false,
  make: ({ plan }, event, _index, context) => plan.run(event, context),
  read: ({ outcome }) => outcome,
  sizeOf: jsonSize,
}

export const explained: Wanted<EventResult> = {
  wants: 'explanation',
  isOneRun: true,
  make(flowPlan, event, index, context) {
    const explanation = flowPlan.plan.explain(event, context)
    return { line: previewLine(flowPlan, explanation, index), outcome: explanation.outcome, explanation }
  },
  read: ({ outcome, line, explanation }, index) => ({
    outcome,
    line: line ?? lineOfGivenUp(outcome, index),
    ...(explanation !== undefined && { explanation: decodeValue(explanation) as Explanation }),
  }),
  sizeOf: ({ line }) => jsonSize(line),
}

/** Without how it came to that, which is many times as large. */
export const inBrief: Wanted<EventResult> = {
  ...explained,
  wants: 'line',
  make(flowPlan, event, index, context) {
    const { explanation, ...rest } = explained.make(flowPlan, event, index, context)
    return rest
  },
}

function lineOfGivenUp(outcome: Outcome, index: number): PreviewLine {
  const [reason, code] = outcome.kind === 'failed' ? [outcome.detail, outcome.reason] : ['', '']
  const cause = code === 'code-timeout' ? `${reason}; walkerOS would wait for it forever.` : `${reason}.`
  const problems: PreviewLine['problems'] = [{ code, severity: 'error', place: '', cause }]
  return { index, outcome: 'failed', message: null, rule: null, reason, problems }
}
