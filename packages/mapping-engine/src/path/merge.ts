import { isPlainObject } from './is-plain-object.ts'
import { hasOrdinaryObjects } from './proto-key.ts'

/**
 * A shallow merge in which arrays under the same key are joined without repeating an item.
 * With nothing to merge into, it is the source itself. Throws a TypeError for `null`, as walkerOS does. Mirrors `core/assign.ts`.
 */
export function merge(target: unknown, source: unknown = {}): Record<string, unknown> {
  const base = target as Record<string, unknown>
  if (isEmpty(base) && hasOrdinaryObjects() && isPlainObject(source)) return source
  const merged: Record<string, unknown> = { ...base }
  if (!isPlainObject(source) || Object.hasOwn(source, '__proto__')) return mergeEntries(base, source)
  for (const key in source) if (Object.hasOwn(source, key)) merged[key] = joined(base[key], source[key])
  return merged
}

/** The long way, for texts, lists and keys that assigning would not set. */
function mergeEntries(base: Record<string, unknown>, source: unknown): Record<string, unknown> {
  const changes: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(source as object)) changes[key] = joined(base[key], value)
  return { ...base, ...changes }
}

function joined(own: unknown, value: unknown): unknown {
  return Array.isArray(own) && Array.isArray(value) ? joinDistinct(own, value) : value
}

function isEmpty(object: object): boolean {
  for (const _key in object) return false
  return true
}

function joinDistinct(first: unknown[], second: unknown[]): unknown[] {
  const joined = [...first]
  for (const item of second) if (!joined.includes(item)) joined.push(item)
  return joined
}
