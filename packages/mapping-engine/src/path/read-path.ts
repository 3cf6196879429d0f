import { isPlainObject } from './is-plain-object.ts'

/** Steps of a walkerOS path: dots only, no escapes, so a key with a dot in it cannot be reached. */
export type PathSteps = readonly string[]

export function splitPath(path: string): PathSteps {
  return path.split('.')
}

/**
 * The value at a path, or `fallback` where it is undefined. `*` fans out over arrays only; missing members of a
 * fan-out stay as holes filled with undefined. Mirrors `core/byPath.ts getByPath`.
 */
export function readPath(root: unknown, steps: PathSteps, fallback?: unknown, from = 0): unknown {
  let value = root
  for (let index = from; index < steps.length; index++) {
    const step = steps[index] as string
    if (Array.isArray(value)) {
      // Holes count as undefined items here, as they do for walkerOS.
      if (step === '*') return Array.from(value, (item) => readRest(item, steps, fallback, index + 1))
    } else if (!isPlainObject(value)) {
      return fallback
    }
    value = (value as Record<string, unknown>)[step]
    if (value === undefined) return fallback
  }
  return value === undefined ? fallback : value
}

// walkerOS joins what is left to a new path, and the empty path reads the key "".
function readRest(item: unknown, steps: PathSteps, fallback: unknown, from: number): unknown {
  return from === steps.length ? readPath(item, [''], fallback) : readPath(item, steps, fallback, from)
}
