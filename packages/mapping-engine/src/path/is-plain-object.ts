const toTag = Object.prototype.toString

/** walkerOS' `isObject`: an object that is no array, date, map or other built-in. Mirrors `core/is.ts`. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  // Nearly all are; asking for the prototype is much cheaper than for the tag.
  return Object.getPrototypeOf(value) === Object.prototype || toTag.call(value) === '[object Object]'
}
