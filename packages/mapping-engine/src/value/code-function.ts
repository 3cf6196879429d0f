import type { Place } from '@mapping-designer/shared-types'
import type { EventContext } from '../event/event-context.ts'
import { hasMembers } from '../path/is-plain-object.ts'
import type { StepSandbox } from './step-function.ts'

export const codePrefix = '$code:'

/** Why the record of an event cannot be known although walkerOS may well send one. */
export type CodeFaultKind = 'not-run' | 'syntax' | 'unavailable' | 'timeout' | 'memory'

/** Thrown where a preview depends on a `$code:` function that could not be run to its end. */
export class CodeFault extends Error {
  readonly kind: CodeFaultKind
  readonly place: Place
  constructor(kind: CodeFaultKind, place: Place, message: string) {
    super(message)
    this.kind = kind
    this.place = place
  }
}

/** What an asynchronous function came to, and the turns of the microtask queue it took. */
export class Settled {
  readonly isFulfilled: boolean
  readonly value: unknown
  readonly turns: number
  constructor(isFulfilled: boolean, value: unknown, turns: number) {
    this.isFulfilled = isFulfilled
    this.value = value
    this.turns = turns
  }
}

/** What walkerOS hands to a function beside the value. Mirrors `Mapping.Context`. */
export interface FunctionContext {
  event: unknown
  mapping: unknown
  collector: unknown
  consent: unknown
  /** For the runner alone: other parts of the mapping are evaluated at the same time. */
  isConcurrent?: boolean | undefined
}

/**
 * Runs `$code:` functions synchronously. `compile` answers what the bundled flow would hold at the place: a function
 * `(value, context) => result`, whose result is a Settled where walkerOS would get a promise, or any other value. It
 * throws CodeFault for source that is no expression.
 */
export interface CodeRunner {
  compile(source: string, place: Place): unknown
  /** Starts the next event, with its clock and its random numbers; without a context both are pinned. */
  begin(context?: EventContext): void
  /** A function used up the memory: nothing more can be run, and a new sandbox has to take its place. */
  readonly isSpent: boolean
  /** Runs the functions of transformers and sources. */
  readonly steps?: StepSandbox
  dispose(): void
}

const faults = new WeakMap<object, CodeFault>()

/** Stands at the place of code that cannot be run; touching it throws the fault. */
function faulty(fault: CodeFault): () => never {
  const refuse = () => {
    throw fault
  }
  faults.set(refuse, fault)
  return refuse
}

/** The fault of a `$code:` string that this value stands for, if it could not be compiled. */
export function faultOf(value: unknown): CodeFault | undefined {
  return typeof value === 'function' ? faults.get(value) : undefined
}

/** A copy of a config in which each `$code:` string is what the runner makes of it; the rest is shared. */
export function reviveCode(value: unknown, code: CodeRunner | undefined, place: Place = []): unknown {
  if (typeof value === 'string') {
    return value.startsWith(codePrefix) ? compile(value.slice(codePrefix.length), code, place) : value
  }
  if (typeof value !== 'object' || value === null) return value
  if (!hasCode(value)) return value
  if (Array.isArray(value)) return value.map((item, index) => reviveCode(item, code, [...place, index]))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, reviveCode(item, code, [...place, key])] as const),
  )
}

function compile(source: string, code: CodeRunner | undefined, place: Place): unknown {
  if (code === undefined) return faulty(new CodeFault('not-run', place, 'The function was not run'))
  try {
    return code.compile(source, place)
  } catch (error) {
    if (error instanceof CodeFault) return faulty(error)
    throw error
  }
}

/** Whether a config holds a `$code:` function anywhere. */
export function hasCode(value: unknown): boolean {
  if (typeof value === 'string') return value.startsWith(codePrefix)
  if (!hasMembers(value)) return false
  if (Array.isArray(value)) return value.some(hasCode)
  for (const key in value) if (hasCode(value[key])) return true
  return false
}

/** The first faulty function anywhere inside a value. */
export function findFault(value: unknown): CodeFault | undefined {
  const own = faultOf(value)
  if (own !== undefined || typeof value !== 'object' || value === null) return own
  for (const item of Object.values(value)) {
    const found = findFault(item)
    if (found !== undefined) return found
  }
  return undefined
}
