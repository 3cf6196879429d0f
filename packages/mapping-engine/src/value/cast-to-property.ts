import { isPlainObject } from '../path/is-plain-object.ts'
import { hasOrdinaryObjects, watchProtoKey } from '../path/proto-key.ts'

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
  watchProtoKey(value)
  const isOrdinary = hasOrdinaryObjects()
  for (const key in value) {
    const item = value[key]
    // Most members are texts.
    if (isOrdinary && typeof item === 'string') continue
    if (!isOrdinary && !Object.hasOwn(value, key)) continue
    if (!isProperty(item)) return false
  }
  return true
}
