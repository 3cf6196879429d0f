import { hasMembers } from '../../path/is-plain-object.ts'
import { watchProtoKey } from '../../path/proto-key.ts'
import { compileReader, splitPath } from '../../path/read-path.ts'
import { castToProperty } from '../cast-to-property.ts'
import type { RunValue } from '../frame.ts'
import { isPathOrStatic } from '../operators.ts'

/** The turns of a value that awaits nothing of its own: a path, a static value, or both. */
export const quickTurns = 5

/** Reads a value that needs neither consent nor a function, and cannot throw. */
type Pick = (value: unknown) => unknown

export interface QuickValue {
  pick: Pick
  /** The path, where it has two steps and no wildcard. */
  path: { first: string; second: string } | null
  fallback: unknown
}

const quickValues = new WeakMap<RunValue, QuickValue>()

/** How a value is read that is a path, a static value or both, if the function was compiled from one. */
export function quickValueOf(run: RunValue): QuickValue | undefined {
  return quickValues.get(run)
}

/** Compiles such a value; null for any other. `slow` does the same and also takes notes. */
export function compileQuick(config: unknown, slow: RunValue): RunValue | null {
  const operators = typeof config === 'string' && config !== '' ? { key: config } : config
  if (!isPathOrStatic(operators)) return null
  const { key, value: fallback } = operators
  const pick = compilePick(key, fallback)
  const run: RunValue = (value, consent, frame) => {
    if (frame.notes !== null) return slow(value, consent, frame)
    if (value === undefined) return undefined
    frame.turns += quickTurns
    return pick(value)
  }
  quickValues.set(run, { pick, path: twoSteps(key), fallback: castToProperty(fallback) })
  return run
}

function twoSteps(key: unknown): { first: string; second: string } | null {
  const [first, second, ...rest] = typeof key === 'string' ? splitPath(key) : []
  if (first === undefined || second === undefined || rest.length > 0) return null
  return first === '*' || second === '*' ? null : { first, second }
}

function compilePick(key: unknown, fallback: unknown): Pick {
  const safe = castToProperty(fallback)
  if (typeof key !== 'string' || key === '') return () => safe
  const path = twoSteps(key)
  if (path === null) {
    const read = compileReader(key, fallback)
    return (value) => propertyOr(read(value), safe)
  }
  // Nearly every path of a mapping has two steps, such as data.id.
  const { first, second } = path
  return (value) => {
    if (!hasMembers(value)) return safe
    const inner = value[first]
    if (hasMembers(inner)) {
      const found = inner[second]
      if (typeof found === 'string') return found
      if (found !== undefined) return propertyOr(found, safe)
      watchProtoKey(inner)
    } else if (inner === undefined) watchProtoKey(value)
    return safe
  }
}

/** What was found if it is a property, else the fallback. */
export function propertyOr(found: unknown, fallback: unknown): unknown {
  const property = castToProperty(found)
  return property === undefined ? fallback : property
}
