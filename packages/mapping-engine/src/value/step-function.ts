import type { Place } from '@mapping-designer/shared-types'

/** The code of a step as a flow file has it: texts of functions, with what the start hands to them. */
export interface StepSource {
  id: string
  /** The text of `code.push` as an expression, without its `$code:`. */
  push: string | null
  init: string | null
  config: unknown
  env: unknown
  /** The function belongs to a source and hands events over with `context.env.push`. */
  isSource: boolean
  place: Place
}

/** What one call of a step came to; what it changed in event and ingest is changed on this side too. */
export type StepAnswer = { threw: false; result: unknown; pushed: unknown[] } | { threw: true; message: string }

export interface StepFunction {
  /** Answers `result: true` where init said false. */
  init(): StepAnswer
  push(event: unknown, ingest: unknown): StepAnswer
}

/** Runs functions of transformers and sources. Throws CodeFault for text that is no expression and for what is not to be had here. */
export interface StepSandbox {
  open(source: StepSource): StepFunction
  /** Starts the next event: objects of the last one are not known any more. */
  begin(): void
}
