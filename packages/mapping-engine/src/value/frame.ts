import type { CollectorState, FailReason, Place } from '@mapping-designer/shared-types'
import { protoKeyFound } from '../path/proto-key.ts'
import { CodeFault } from './code-function.ts'

/** An error that walkerOS would have logged while it went on. */
export interface LoggedError {
  message:
    | 'mapping processing failed'
    | 'mapping condition failed'
    | 'mapping fn failed'
    | 'mapping validate failed'
    | 'mapping rule condition failed'
  error: unknown
}

/** What one run of a value shares from its root to its leaves. */
export interface Frame {
  /** The event that functions see as `context.event`. */
  event: unknown
  /** Consent of the collector, the last resort of a consent rule. */
  collectorConsent: unknown
  collector: unknown
  /** What failed, if the run throws now. */
  stage: FailReason
  /** Name of the rule that was found, such as `order.complete[0]`. */
  rule: string | null
  /**
   * Turns of the microtask queue that walkerOS' asynchronous evaluation of this value takes. They decide in which
   * order the entries of a policy are written, so an exact evaluator has to count them.
   */
  turns: number
  errors: LoggedError[]
  /** walkerOS evaluates other parts at the same time: the entries of a policy, the items of a loop or a set. */
  isConcurrent: boolean
  /** A policy of this run wrote where only real clones behave like walkerOS: into arrays, or one path inside another. */
  needsClones: boolean
  /** Nobody else holds the event itself, so that it may be written into; its parts may be shared. */
  ownsEvent: boolean
  /** The event may hold a part of it more than once, so that its JSON may be far larger than what came in. */
  mayRepeat: boolean
  /** Where each value came from, written down only when somebody asks; null on the fast path. */
  notes: Notes | null
}

/** The frame of a run that begins. */
export function newFrame(collector: CollectorState, errors: LoggedError[] = [], needsClones = false): Frame {
  return {
    event: null,
    collector,
    collectorConsent: collector.consent ?? {},
    stage: 'mapping-threw',
    rule: null,
    isConcurrent: false,
    turns: 0,
    errors,
    needsClones,
    ownsEvent: false,
    mayRepeat: needsClones,
    notes: null,
  }
}

/** Why a configured value is not there. */
export type MissingReason =
  | { kind: 'path'; path: string }
  | { kind: 'rejected'; path: string | null }
  | { kind: 'condition' }
  | { kind: 'consent'; required: string[] }
  | { kind: 'validate' }
  | { kind: 'function' }
  | { kind: 'no-operator' }

export type ValueSource =
  | { kind: 'path'; path: string }
  | { kind: 'static'; because: MissingReason | null }
  | { kind: 'function' }
  | { kind: 'whole' }
  | { kind: 'loop' | 'map' | 'set'; count: number }

/** What one mapping value came to, for one place in the output: a value with its source, or the reason why there is none. */
export type FieldNote = {
  /** Place of the value in the config. */
  place: Place
  /** Path in the mapped data; numbers are items of a loop or a set. */
  target: (string | number)[]
  value: unknown
} & ({ source: ValueSource; missing: null } | { source: null; missing: MissingReason })

export interface Notes {
  fields: FieldNote[]
  /** Where in the output the evaluation is now. */
  target: (string | number)[]
}

/** Mirrors `getMappingValue`: undefined where the event gives nothing. */
export type RunValue = (value: unknown, consent: unknown, frame: Frame) => unknown

/** Whose consent counts for a value. */
export type ResolveConsent = (value: unknown, consent: unknown, frame: Frame) => unknown

/** Whether an error ends the run, rather than being one that walkerOS logs and survives. */
export function isFatal(error: unknown): boolean {
  return error instanceof CodeFault || error === protoKeyFound
}

/** Runs two or more evaluations that walkerOS starts together; the slowest decides how long all take. */
export function runConcurrently<T>(
  frame: Frame,
  parts: readonly T[],
  run: (part: T, index: number) => unknown,
): unknown[] {
  const start = frame.turns
  if (parts.length === 0) {
    frame.turns = start + 1
    return []
  }
  let slowest = 0
  let failure: { error: unknown; turns: number } | undefined
  const results: unknown[] = []
  const { isConcurrent } = frame
  frame.isConcurrent ||= parts.length > 1
  for (const [index, part] of parts.entries()) {
    frame.turns = start
    try {
      results.push(run(part, index))
      slowest = Math.max(slowest, frame.turns - start)
    } catch (error) {
      if (isFatal(error)) throw error
      if (failure === undefined || frame.turns < failure.turns) failure = { error, turns: frame.turns }
    }
  }
  frame.isConcurrent = isConcurrent
  if (failure !== undefined) {
    frame.turns = failure.turns + 2
    throw failure.error
  }
  frame.turns = start + slowest + 2
  return results
}
