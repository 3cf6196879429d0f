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
  if (!hasOrdinaryObjects()) {
    for (let index = 0; index < items.length; index++) if (!isProperty(items[index])) return false
    return true
  }
  // Lists of objects of objects, such as nested, are what most time goes into. Each depth has a loop of its own here, so
  // that each sees objects of one shape only.
  for (let index = 0; index < items.length; index++) {
    const item = items[index]
    if (!isOrdinaryObject(item)) {
      if (!isProperty(item)) return false
      continue
    }
    for (const key in item) {
      const member = item[key]
      if (typeof member === 'string') continue
      if (key === '__proto__') throw protoKeyFound
      if (!isOrdinaryObject(member)) {
        if (!isProperty(member)) return false
        continue
      }
      for (const name in member) {
        const value = member[name]
        if (typeof value === 'string' || typeof value === 'boolean') continue
        if (name === '__proto__') throw protoKeyFound
        if (typeof value === 'number' ? Number.isNaN(value) : !isProperty(value)) return false
      }
    }
  }
  return true
}

function isOrdinaryObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

function hasOnlyProperties(value: Record<string, unknown>): boolean {
  if (!hasOrdinaryObjects()) return Object.keys(value).every((key) => isProperty(value[key]))
  for (const key in value) {
    const item = value[key]
    // Most members are texts, and nearly all others are neither lists nor objects.
    if (typeof item === 'string' || typeof item === 'boolean') continue
    if (key === '__proto__') throw protoKeyFound
    if (typeof item === 'number' ? Number.isNaN(item) : !isProperty(item)) return false
  }
  return true
}
