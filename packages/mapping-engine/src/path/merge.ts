/**
 * A shallow merge in which arrays under the same key are joined without repeating an item.
 * Throws a TypeError for `null`, as walkerOS does. Mirrors `core/assign.ts`.
 */
export function merge(target: unknown, source: unknown = {}): Record<string, unknown> {
  const base = target as Record<string, unknown>
  const changes: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(source as object)) {
    const own = base[key]
    changes[key] = Array.isArray(own) && Array.isArray(value) ? joinDistinct(own, value) : value
  }
  return { ...base, ...changes }
}

function joinDistinct(first: unknown[], second: unknown[]): unknown[] {
  const joined = [...first]
  for (const item of second) if (!joined.includes(item)) joined.push(item)
  return joined
}
