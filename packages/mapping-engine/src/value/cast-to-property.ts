import { isPlainObject } from '../path/is-plain-object.ts'
import { hasOrdinaryObjects, protoKeyFound } from '../path/proto-key.ts'

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
      return Array.isArray(value) ? hasOnlyPropertyItems(value) : isPlainObject(value) && hasOnlyProperties(value)
    default:
      return false
  }
}

// Holes are not looked at.
function hasOnlyPropertyItems(items: readonly unknown[]): boolean {
  const isOrdinary = hasOrdinaryObjects()
  for (let index = 0; index < items.length; index++) {
    const item = items[index]
    if (!isOrdinary || typeof item !== 'object' || item === null || Object.getPrototypeOf(item) !== Object.prototype) {
      if (!isProperty(item)) return false
      continue
    }
    // A list of objects, such as nested, is what most time goes into: its objects have a loop of their own.
    for (const key in item) {
      const member = (item as Record<string, unknown>)[key]
      if (typeof member === 'string') continue
      if (key === '__proto__') throw protoKeyFound
      if (!isProperty(member)) return false
    }
  }
  return true
}

function hasOnlyProperties(value: Record<string, unknown>): boolean {
  if (!hasOrdinaryObjects()) return Object.keys(value).every((key) => isProperty(value[key]))
  for (const key in value) {
    const item = value[key]
    // Most members are texts, and nearly all others are neither lists nor objects.
    if (typeof item === 'string' || typeof item === 'boolean') continue
    if (typeof item === 'number' ? Number.isNaN(item) : !isProperty(item)) return false
    if (key === '__proto__') throw protoKeyFound
  }
  return true
}
