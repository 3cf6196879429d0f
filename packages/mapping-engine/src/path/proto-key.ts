import { maxLevels } from './is-deeper.ts'
/**
 * Thrown by the fast path when an object holds an own key `__proto__`. walkerOS clones each event, which turns that key
 * into the prototype of the clone; the run starts again on a real clone, where the same can be seen.
 */
export const protoKeyFound = new Error('An own key __proto__')

// Runs are synchronous, so one flag serves all; on a real clone, and while a config is compiled, nothing is watched.
let isWatching = false

/** Runs something that ends with protoKeyFound as soon as an own key `__proto__` could make a difference. */
export function whileWatching<T>(run: () => T): T {
  isWatching = true
  try {
    return run()
  } finally {
    isWatching = false
  }
}

/** Whether anything in an event has that key, or it is nested too deeply to look. */
export function holdsProtoKey(value: unknown, levels = maxLevels): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  if (Array.isArray(value)) return value.some((item) => holdsProtoKey(item, levels - 1))
  if (Object.hasOwn(value, '__proto__')) return true
  for (const item of Object.values(value)) if (holdsProtoKey(item, levels - 1)) return true
  return false
}

/** While it is watched, nothing has a prototype but Object.prototype: what for…in visits is an object's own. */
export function hasOrdinaryObjects(): boolean {
  return isWatching
}

/** Throws protoKeyFound for an object with that key; asked only where its effect could be seen. */
export function watchProtoKey(value: object): void {
  if (isWatching && Object.hasOwn(value, '__proto__')) throw protoKeyFound
}
