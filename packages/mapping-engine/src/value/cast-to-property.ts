import { isPlainObject } from '../path/is-plain-object.ts'

/**
 * The value if walkerOS accepts it as a property, else undefined. One null, NaN, date or function anywhere inside
 * rejects the whole value. Mirrors `core/property.ts castToProperty`.
 */
export function castToProperty(value: unknown): unknown {
  return isProperty(value) ? value : undefined
}

function isProperty(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'undefined':
      return true
    case 'number':
      return !Number.isNaN(value)
    case 'object':
      if (Array.isArray(value)) return value.every(isProperty)
      return isPlainObject(value) && hasOnlyProperties(value)
    default:
      return false
  }
}

function hasOnlyProperties(value: Record<string, unknown>): boolean {
  for (const key in value) if (Object.hasOwn(value, key) && !isProperty(value[key])) return false
  return true
}
