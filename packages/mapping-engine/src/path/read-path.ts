import { hasMembers } from './is-plain-object.ts'
import { watchProtoKey } from './proto-key.ts'

/** Steps of a walkerOS path: dots only, no escapes, so a key with a dot in it cannot be reached. */
export type PathSteps = readonly string[]

export function splitPath(path: string): PathSteps {
  return path.split('.')
}

/**
 * The value at a path, or `fallback` where it is undefined. `*` fans out over arrays only; missing members of a
 * fan-out stay as holes filled with undefined. Values are what JSON and mapping results can hold, so every object is a
 * plain one. Mirrors `core/byPath.ts getByPath`.
 */
export function readPath(root: unknown, steps: PathSteps, fallback?: unknown, from = 0): unknown {
  let value = root
  let index = from
  for (let step = steps[index]; step !== undefined; step = steps[++index]) {
    if (!hasMembers(value)) return fallback
    if (step === '*' && Array.isArray(value)) {
      // Holes count as undefined items here, as they do for walkerOS.
      const next = index + 1
      return Array.from(value, (item) => readRest(item, steps, fallback, next))
    }
    const next = value[step]
    if (next === undefined) {
      watchProtoKey(value)
      return fallback
    }
    value = next
  }
  return value === undefined ? fallback : value
}

// walkerOS joins what is left to a new path, and the empty path reads the key "".
function readRest(item: unknown, steps: PathSteps, fallback: unknown, from: number): unknown {
  return from === steps.length ? readPath(item, [''], fallback) : readPath(item, steps, fallback, from)
}

/** A reader of one path, the same as readPath; most paths have two steps and no wildcard. */
export function compileReader(path: string, fallback?: unknown): (root: unknown) => unknown {
  const steps = splitPath(path)
  const [first, second] = steps
  if (steps.length !== 2 || first === undefined || second === undefined || first === '*' || second === '*') {
    return (root) => readPath(root, steps, fallback)
  }
  return (root) => {
    if (!hasMembers(root)) return fallback
    const inner = root[first]
    if (!hasMembers(inner)) {
      if (inner === undefined) watchProtoKey(root)
      return fallback
    }
    const value = inner[second]
    if (value !== undefined) return value
    watchProtoKey(inner)
    return fallback
  }
}
