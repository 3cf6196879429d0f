import { define, givenPrototype, namedMembers } from '../path/object-parts.ts'

/**
 * Values on their way into the sandbox and back, without loss: JSON, plus a tag for what JSON cannot say. walkerOS'
 * fallbacks look at exactly these: undefined members, NaN, infinities, -0, holes, functions, dates.
 */

const tag = '\u0000'

/** Where the prototype stands that walkerOS' clone makes of an own key `__proto__`; functions read through it. */
const prototypeKey = `${tag}prototype`

/** Where the items of a list stand that has named members or a prototype beside them. */
const itemsKey = `${tag}items`

/** Something that lives on the other side and cannot be copied; neither side accepts it as a property. */
export function foreign(): void {}

/** Levels up to which a value is handed to a function or taken from one: half of what the stack holds, which differs from run to run. */
export const maxHandedLevels = 300

/** Throws a RangeError for more levels than that. */
export function guardLevels(levels: number, max = maxHandedLevels): void {
  if (levels > max) throw new RangeError('stack overflow')
}

/**
 * Writes a value as text. Shared parts are copied; a cycle ends as a foreign value, which no JSON can hold either. Throws a
 * RangeError for more levels than it may have.
 */
export function encodeValue(value: unknown, maxLevels?: number): string {
  return JSON.stringify(packValue(value, maxLevels))
}

/** The same before it is text. */
export function packValue(value: unknown, maxLevels = Number.POSITIVE_INFINITY): unknown {
  return pack(value, isObject(value) ? [] : none, maxLevels)
}

const none: object[] = []
const isObject = (value: unknown) => typeof value === 'object' && value !== null

function pack(value: unknown, above: object[], maxLevels: number): unknown {
  switch (typeof value) {
    case 'string':
      return value.startsWith(tag) ? tag + value : value
    case 'number':
      if (Object.is(value, -0)) return `${tag}-0`
      return Number.isFinite(value) ? value : `${tag}${value}`
    case 'bigint':
      return `${tag}big${value}`
    case 'boolean':
      return value
    case 'undefined':
      return `${tag}undefined`
    case 'object':
      if (value === null) return null
      if (above.includes(value)) return `${tag}foreign`
      return packObject(value, above, maxLevels)
    default:
      return `${tag}foreign`
  }
}

function packObject(value: object, above: object[], maxLevels: number): unknown {
  above.push(value)
  guardLevels(above.length, maxLevels)
  const packed = packMembers(value, above, maxLevels)
  above.pop()
  return packed
}

function packMembers(value: object, above: object[], maxLevels: number): unknown {
  const items = Array.isArray(value) ? packItems(value, above, maxLevels) : undefined
  if (items === undefined) {
    if (value instanceof Date) return `${tag}date${value.getTime()}`
    if (Object.prototype.toString.call(value) !== '[object Object]') return `${tag}foreign`
  }
  const names = namedMembers(value)
  const prototype = givenPrototype(value)
  if (items !== undefined && names.length === 0 && prototype === undefined) return items
  const packed: Record<string, unknown> = {}
  if (items !== undefined) packed[itemsKey] = items
  if (prototype !== undefined) packed[prototypeKey] = pack(prototype, above, maxLevels)
  for (const key of names) {
    define(packed, key.startsWith(tag) ? tag + key : key, pack(Reflect.get(value, key), above, maxLevels))
  }
  return packed
}

// A loop takes less of the stack than a callback for each item.
function packItems(list: readonly unknown[], above: object[], maxLevels: number): unknown[] {
  const items: unknown[] = []
  for (let index = 0; index < list.length; index++) {
    items.push(index in list ? pack(list[index], above, maxLevels) : `${tag}hole`)
  }
  return items
}

/** Reads what encodeValue wrote. */
export function decodeValue(text: string): unknown {
  const value: unknown = JSON.parse(text)
  return text.includes('\\u0000') ? unpackValue(value) : value
}

/** Reads one packed value. */
export function unpackValue(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith(tag) ? untag(value.slice(1)) : value
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      if (value[index] === `${tag}hole`) delete value[index]
      else value[index] = unpackValue(value[index])
    }
  } else if (typeof value === 'object' && value !== null) {
    return unpackObject(value as Record<string, unknown>)
  }
  return value
}

function unpackObject(packed: Record<string, unknown>): unknown {
  const names = Object.keys(packed)
  if (!names.some((name) => name.startsWith(tag))) {
    for (const key of names) define(packed, key, unpackValue(packed[key]))
    return packed
  }
  const value = (unpackValue(packed[itemsKey]) ?? {}) as object
  for (const name of names) {
    if (name === itemsKey) continue
    if (name === prototypeKey) Object.setPrototypeOf(value, unpackValue(packed[name]) as object | null)
    else define(value, name.startsWith(tag) ? name.slice(1) : name, unpackValue(packed[name]))
  }
  return value
}

function untag(rest: string): unknown {
  if (rest.startsWith(tag)) return rest
  if (rest === 'undefined') return undefined
  if (rest === 'foreign') return foreign
  if (rest.startsWith('big')) return BigInt(rest.slice(3))
  if (rest.startsWith('date')) return new Date(Number(rest.slice(4)))
  return Number(rest)
}
