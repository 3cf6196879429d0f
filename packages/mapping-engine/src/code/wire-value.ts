/**
 * Values on their way into the sandbox and back, without loss: JSON, plus a tag for what JSON cannot say. walkerOS'
 * fallbacks look at exactly these: undefined members, NaN, infinities, -0, holes, functions, dates.
 */

const tag = '\u0000'

/** Where the prototype stands that walkerOS' clone makes of an own key `__proto__`; functions read through it. */
const prototypeKey = `${tag}prototype`

/** Something that lives on the other side and cannot be copied; neither side accepts it as a property. */
export function foreign(): void {}

/** Writes a value as text. Shared parts are copied; a cycle ends as a foreign value, which no JSON can hold either. */
export function encodeValue(value: unknown): string {
  return JSON.stringify(packValue(value))
}

/** The same before it is text. */
export function packValue(value: unknown): unknown {
  return pack(value, [])
}

function pack(value: unknown, above: object[]): unknown {
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
      return packObject(value, above)
    default:
      return `${tag}foreign`
  }
}

function packObject(value: object, above: object[]): unknown {
  above.push(value)
  const packed = packMembers(value, above)
  above.pop()
  return packed
}

function packMembers(value: object, above: object[]): unknown {
  if (Array.isArray(value))
    return Array.from(value, (item, index) => (index in value ? pack(item, above) : `${tag}hole`))
  if (value instanceof Date) return `${tag}date${value.getTime()}`
  if (Object.prototype.toString.call(value) !== '[object Object]') return `${tag}foreign`
  const packed: Record<string, unknown> = {}
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype) packed[prototypeKey] = pack(prototype, above)
  for (const key of Object.keys(value)) {
    define(packed, key.startsWith(tag) ? tag + key : key, pack(Reflect.get(value, key), above))
  }
  return packed
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
  const value: object = {}
  for (const name of names) {
    if (name === prototypeKey) Object.setPrototypeOf(value, unpackValue(packed[name]) as object | null)
    else define(value, name.startsWith(tag) ? name.slice(1) : name, unpackValue(packed[name]))
  }
  return value
}

// Assigning to `__proto__` would change the prototype instead of the key.
export function define(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true })
}

function untag(rest: string): unknown {
  if (rest.startsWith(tag)) return rest
  if (rest === 'undefined') return undefined
  if (rest === 'foreign') return foreign
  if (rest.startsWith('big')) return BigInt(rest.slice(3))
  if (rest.startsWith('date')) return new Date(Number(rest.slice(4)))
  return Number(rest)
}
