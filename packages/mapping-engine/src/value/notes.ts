import type { Place } from '@mapping-designer/shared-types'
import { hasMembers } from '../path/is-plain-object.ts'
import { type PathSteps, readPath, splitPath } from '../path/read-path.ts'
import type { Frame, MissingReason, RunValue, ValueSource } from './frame.ts'
import type { Operators } from './operators.ts'

/** Writes down where a value came from, where notes are wanted. */
export function noteValue(frame: Frame, place: Place, source: ValueSource, value: unknown): unknown {
  frame.notes?.fields.push({ place, target: [...frame.notes.target], source, missing: null, value })
  return value
}

/** Writes down why a value is not there. */
export function noteMissing(frame: Frame, place: Place, reason: MissingReason): undefined {
  frame.notes?.fields.push({ place, target: [...frame.notes.target], source: null, missing: reason, value: undefined })
}

export interface EvaluatedValue {
  input: unknown
  result: unknown
  property: unknown
  final: unknown
  isValid: boolean
}

/** Writes down what an object of operators came to. */
export function noteResult(
  frame: Frame,
  place: Place,
  operators: Operators,
  { input, result, property, final, isValid }: EvaluatedValue,
): void {
  const reason = property === undefined ? whyMissing(operators, { input, result, isValid }) : null
  if (final === undefined) noteMissing(frame, place, reason ?? { kind: 'rejected', path: null })
  else if (reason !== null) noteValue(frame, place, { kind: 'static', because: reason }, final)
  else noteValue(frame, place, sourceOf(operators, input, result), final)
}

function whyMissing(
  { key, fn, loop, map, set }: Operators,
  { input, result, isValid }: Pick<EvaluatedValue, 'input' | 'result' | 'isValid'>,
): MissingReason {
  if (!isValid) return { kind: 'validate' }
  const path = typeof key === 'string' && key !== '' ? key : null
  // A loop over no list keeps what the key gave.
  if (result === undefined && path !== null && readPath(input, stepsOf(path)) === undefined)
    return { kind: 'path', path }
  if (result === undefined && fn && !loop) return { kind: 'function' }
  return { kind: 'rejected', path: map || set ? null : path }
}

function sourceOf(operators: Operators, input: unknown, result: unknown): ValueSource {
  const { key, fn, loop, map, set, value } = operators
  if (loop && Array.isArray(result)) return { kind: 'loop', count: result.length }
  if (!loop && map) return { kind: 'map', count: membersOf(result) }
  if (!loop && !map && set) return { kind: 'set', count: membersOf(result) }
  if (typeof key === 'string' && key !== '') {
    // A path that is not there reads the static value in its place.
    const isThere = readPath(input, stepsOf(key)) !== undefined
    return isThere ? { kind: 'path', path: key } : { kind: 'static', because: { kind: 'path', path: key } }
  }
  if (fn) return { kind: 'function' }
  return value === undefined ? { kind: 'whole' } : { kind: 'static', because: null }
}

function membersOf(result: unknown): number {
  return hasMembers(result) ? Object.keys(result).length : 0
}

const steps = new Map<string, PathSteps>()

/** The steps of a path of a config, taken apart once. */
function stepsOf(path: string): PathSteps {
  let known = steps.get(path)
  if (known === undefined) {
    if (steps.size > 10_000) steps.clear()
    known = splitPath(path)
    steps.set(path, known)
  }
  return known
}

/** Runs a part of the output; its notes then know where they belong. */
export function atTarget(frame: Frame, step: string | number, run: () => unknown): unknown {
  if (frame.notes === null) return run()
  frame.notes.target.push(step)
  try {
    return run()
  } finally {
    frame.notes.target.pop()
  }
}

/** A map field by field, each with its notes. */
export function runNotedMap(
  fields: readonly { name: string; run: RunValue }[],
  value: unknown,
  consent: unknown,
  frame: Frame,
): unknown {
  const object: Record<string, unknown> = {}
  for (const { name, run } of fields) {
    frame.turns += 1
    const result = atTarget(frame, name, () => run(value, consent, frame))
    frame.turns += 1
    if (result !== undefined) object[name] = result
  }
  frame.turns += 1
  return object
}
