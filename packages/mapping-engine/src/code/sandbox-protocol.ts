import type { SharedNode } from './shared-objects.ts'

/** What a function changed: its event, or a value that was handed to it alone. */
export interface Change {
  of: 'event' | 'value'
  node: SharedNode
}

/** What became of a call, as the inside of the sandbox says it. */
export type CallResult =
  | { kind: 'value'; node: SharedNode }
  | { kind: 'error'; message: string }
  | { kind: 'out-of-memory' }
  /** Null was thrown, by the function or because there was no memory left for an error. */
  | { kind: 'null-thrown' }
  /** The function touched something that is not to be had here. */
  | { kind: 'lacking'; name: string }
  | { kind: 'promise' }
  | { kind: 'never-settles' }

export type CallReply = CallResult & {
  changes?: Change[]
  /** Rounds of the job queue that a promise took. */
  rounds?: number
}

/** What became of a call of a step; a graph holds the event and the ingest as they are afterwards. */
export type StepReply =
  | { kind: 'opened'; index: number }
  | { kind: 'done'; graph: string }
  | { kind: 'threw'; message: string; graph: string }
  | Extract<CallResult, { kind: 'out-of-memory' | 'null-thrown' | 'lacking' | 'promise' | 'never-settles' }>

/** What a source is: a function, by its number, or another value. */
export type Evaluated = { kind: 'function'; index: number } | { kind: 'value'; packed: unknown }

/**
 * What the host calls inside the sandbox. Events, values and consent go as JSON of nodes of shared-objects.ts, what stands outside of an
 * event as the texts of wire-value.ts, and replies as JSON.
 */
export interface SandboxExports {
  start(ask: (question: string) => string, collector: string): void
  begin(now: number, seedHigh: number, seedLow: number): void
  evaluate(source: string): string
  event(text: string): void
  mapping(text: string): void
  call(index: number, value: string, consent: string, mapping: number, mayChange: number): string
  settle(mayChange: number): string
  /** Functions of a step, with its config; gives a StepReply, as the two below. */
  openStep(spec: string): string
  runStep(index: number, part: string, graph: string): string
  settleStep(): string
  resetSteps(): void
}
