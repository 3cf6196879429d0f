import type { JsonObject, JsonValue } from '@mapping-designer/shared-types'

const toTag = Object.prototype.toString

/** walkerOS' `isObject`: an object that is no array, date, map or other built-in. Mirrors `core/is.ts`. */
export function isPlainObject(value: JsonValue | undefined): value is JsonObject
export function isPlainObject(value: unknown): value is Record<string, unknown>
export function isPlainObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  // Nearly all are; asking for the prototype is much cheaper than for the tag.
  return Object.getPrototypeOf(value) === Object.prototype || toTag.call(value) === '[object Object]'
}

/** Whether a value can hold members: an object of any kind, a list among them. */
export function hasMembers(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null
}
