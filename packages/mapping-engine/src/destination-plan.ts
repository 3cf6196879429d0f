import type { CollectorState, Outcome, Problem } from '@mapping-designer/shared-types'
import type { EventContext } from './event/event-context.ts'
import type { FlowError } from './flow/read-flow.ts'
import type { OpenReference } from './flow/resolve-references.ts'
import type { Runtime } from './runtime/differences.ts'
import type { Step } from './trace/step.ts'
import type { CodeRunner } from './value/code-function.ts'
import type { Frame, LoggedError } from './value/frame.ts'

export interface CompileOptions {
  /** What the collector knows of the visitor: consent, user, globals, custom. */
  collector?: CollectorState | undefined
  /** The clock, ms since 1970. Default 0: an event without a timestamp is then dated 1970. */
  now?: number | undefined
  /** Ids for events that bring none; by default they follow from the event's text. */
  spanId?: ((event: unknown) => string) | undefined
  /** 32 hex digits for events that bring no trace. */
  trace?: string | undefined
  /** The walkerOS version whose semantics apply where versions differ. Default 4.2.1. */
  runtime?: Runtime | undefined
  /** References of the config that have no value here. */
  references?: readonly OpenReference[] | undefined
  /** Why the config cannot even be read; every outcome is then `failed` with this. */
  unreadable?: string | undefined
  /** Why the flow around it cannot be run; every outcome is then `failed` with this. */
  refused?: FlowError | undefined
  /** The step of the flow file around the config, for problems that lie beside it. */
  step?: Record<string, unknown> | undefined
  /** The `config` of the flow around the step. */
  flowConfig?: unknown
  /** Largest batch of each topic in bytes, as far as they are known; a topic takes 1,048,588 by default. */
  maxMessageBytes?: Readonly<Record<string, number>> | undefined
  /** Runs `$code:` functions. Without it, an outcome that needs one is `failed` with reason `code-not-run`. */
  code?: CodeRunner | undefined
}

export interface Explanation {
  outcome: Outcome
  /** The way from event to record, up to where it ended. */
  steps: Step[]
  /** Errors that walkerOS logs while it goes on. */
  errors: LoggedError[]
  problems: Problem[]
}

/** What mappings before the destination make of an event that is complete and granted, or the name of the one that drops it. */
export type Way = (event: Record<string, unknown>, frame: Frame) => Record<string, unknown> | string

export interface DestinationPlan {
  /** Problems of the config itself; looked for when they are first asked for. */
  readonly problems: Problem[]
  /** The config holds functions and nobody runs them here: outcomes that depend on one are `failed`. */
  needsCode: boolean
  /** What becomes of one event; no trace, the fast path. */
  run(event: unknown, context?: EventContext): Outcome
  /** The same with the steps taken and the problems of this event. */
  explain(event: unknown, context?: EventContext): Explanation
  /** The same as run, with a way between consent and mapping; only where no function stands in the flow. */
  runAlong(way: Way, event: unknown, context?: EventContext): Outcome
  /** Why walkerOS cannot start the destination, in its own words; null where it can. */
  startFailure: string | null
  /** The last part of explain, for an event that was completed, granted and led through a chain already. */
  deliver(event: unknown, context: EventContext | undefined, how: DeliverOptions): Explanation
}

export interface DeliverOptions {
  /** With steps, errors and problems; otherwise the outcome alone is there. */
  isExplained: boolean
  /** A function may change what it is handed; otherwise events share their parts with what they were made of. */
  needsClones: boolean
}
