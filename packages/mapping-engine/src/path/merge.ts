import { isPlainObject } from './is-plain-object.ts'

/**
 * A shallow merge in which arrays under the same key are joined without repeating an item.
 * With nothing to merge into, it is the source itself. Throws a TypeError for `null`, as walkerOS does. Mirrors `core/assign.ts`.
 */
export function merge(target: unknown, source: unknown = {}): Record<string, unknown> {
  const base = target as Record<string, unknown>
  if (isEmpty(base) && isPlainObject(source)) return source
  const changes: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(source as object)) {
    const own = base[key]
    changes[key] = Array.isArray(own) && Array.isArray(value) ? joinDistinct(own, value) : value
  }
  return { ...base, ...changes }
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
