import { askHost } from './ask-host.ts'
import { lack, refuse, replace } from './lacking.ts'

// The clock and the random numbers of an event, and a Date that never looks at the time zone of the machine: the one of
// production is not known.

const RealDate = Date
let now = 0
let random = startRandom(0, 0)

/** Starts the clock and the random numbers of an event: ms since 1970, and 64 bits of seed. */
export function startClock(time: number, high: number, low: number): void {
  now = time
  random = startRandom(high, low)
}

/** The small fast counting generator of 32 bits, sfc32; with 64 bits of seed no two events of a topic share their numbers. */
function startRandom(high: number, low: number): () => number {
  let [a, b, c, counter] = [high, low, 0x9e3779b9, 1]
  const next = () => {
    const sum = (a + b + counter++) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let round = 0; round < 12; round++) next()
  return next
}

export function installClock(): void {
  const read = (text: string, what: string): number => {
    const time = askHost('date', text)
    if (typeof time !== 'number') return Number.NaN
    return dependsOnZone(text) ? lack(`${what} of a text without a time zone`) : time
  }
  const pinned = new Proxy(RealDate, {
    apply: () => lack('Date() as text'),
    construct(_, parts: unknown[], newTarget) {
      // Several parts are a local time.
      if (parts.length > 1) return lack('new Date(year, month, …), which depends on the time zone,')
      const [part] = parts.length === 0 ? [now] : parts
      const value = part instanceof RealDate ? part : primitiveOf(part)
      return Reflect.construct(RealDate, [typeof value === 'string' ? read(value, 'new Date') : value], newTarget)
    },
  })
  replace(RealDate, 'now', () => now)
  replace(RealDate, 'parse', (text: unknown) => read(String(text), 'Date.parse'))
  replace(RealDate.prototype, 'constructor', pinned)
  replace(globalThis, 'Date', pinned)
  replace(Math, 'random', () => random())
  refuse(RealDate.prototype, localMethods, (name) => `Date.prototype.${name} (the time zone)`)
  const { getTime, getUTCSeconds, getUTCMilliseconds } = RealDate.prototype
  replace(RealDate.prototype, 'getMilliseconds', getUTCMilliseconds)
  replace(RealDate.prototype, 'getSeconds', function getSeconds(this: Date) {
    // Before, zones were some seconds apart.
    if (getTime.call(this) < RealDate.UTC(1973)) return lack('Date.prototype.getSeconds (the time zone)')
    return getUTCSeconds.call(this)
  })
}

const localMethods = [
  'getTimezoneOffset getFullYear getYear getMonth getDate getDay getHours getMinutes',
  'setFullYear setYear setMonth setDate setHours setMinutes setSeconds setMilliseconds',
]
  .join(' ')
  .split(' ')

/** A date alone is UTC; a zone counts after the first number, and in parentheses nothing does. */
function dependsOnZone(text: string): boolean {
  if (/^(?:\d{4}|[+-]\d{6})(?:-\d\d(?:-\d\d)?)?$/.test(text)) return false
  const counted = text.replace(/\(.*/s, '')
  return !/\d(?:.*[^a-z])?(?:z|utc?|gmt|[ecmp][sd]t)(?![a-z])|\d:\d\d(?::\d\d(?:\.\d+)?)?\s*[+-]\d/is.test(counted)
}

/** The value that `new Date` looks at, as the language makes it of an object. */
function primitiveOf(value: unknown): unknown {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return value
  const convert: unknown = Reflect.get(value, Symbol.toPrimitive)
  if (typeof convert === 'function') return Reflect.apply(convert, value, ['default'])
  const own: unknown = value.valueOf()
  return typeof own === 'object' || typeof own === 'function' ? String(value) : own
}
