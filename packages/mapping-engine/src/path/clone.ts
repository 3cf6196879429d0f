import { isPlainObject } from './is-plain-object.ts'
import { putTogether, takeApart } from './object-parts.ts'

/**
 * A deep copy as walkerOS makes it: shared references stay shared, holes in arrays close up, and an own
 * `__proto__` key becomes the prototype of the copy. Mirrors `core/clone.ts`.
 */
export function clone<T>(original: T, seen?: Map<object, unknown>): T
export function clone(original: unknown, seen: Map<object, unknown> = new Map()): unknown {
  if (typeof original !== 'object' || original === null) return original
  const known = seen.get(original)
  if (known !== undefined) return known
  if (Array.isArray(original)) {
    const copy: unknown[] = []
    seen.set(original, copy)
    for (const index in original) if (Object.hasOwn(original, index)) pushItem(copy, original, index, seen)
    return copy
  }
  if (isPlainObject(original)) {
    const copy: Record<string, unknown> = {}
    seen.set(original, copy)
    for (const key in original) if (Object.hasOwn(original, key)) copy[key] = clone(original[key], seen)
    return copy
  }
  return original
}

// for…in skips holes as forEach does, but it also visits names that are no index.
function pushItem(copy: unknown[], original: unknown[], index: string, seen: Map<object, unknown>): void {
  const position = Number(index)
  if (Number.isInteger(position) && position >= 0) copy.push(clone(original[position], seen))
}

/** A deep copy in which everything is as it was: holes, named members of lists, prototypes and an own key `__proto__`. */
export function copyOf(value: unknown): unknown {
  // A path such as data.__proto__ gives the prototype of all objects, which is no value of its own.
  if (value === Object.prototype || value === Array.prototype) return value
  const isList = Array.isArray(value)
  if (!isList && !isPlainObject(value)) return value
  return putTogether(isList ? [] : {}, takeApart(value, copyOf), (part) => part)
}
