import { webPrelude } from './sandbox-web.ts'

/**
 * What runs inside the sandbox before any function does: the other half of wire-value.ts, the pinned clock and random
 * numbers, the globals that can be given exactly, and traps for those that cannot. It is text because it is compiled
 * by QuickJS and not by us. The last expression is the set of doors the host calls through.
 */
export const sandboxPrelude = String.raw`(() => {
'use strict'
const tag = '\u0000'
const hostFunction = function hostFunction() {}
const { parse, stringify } = JSON
const prototypeKey = tag + 'prototype'
const { keys, is, defineProperty, getPrototypeOf, setPrototypeOf, prototype: objectPrototype } = Object
const toTag = Object.prototype.toString
const RealDate = Date
const RealPromise = Promise
const RealMap = Map
const RealSet = Set
const then = Promise.prototype.then

function set(object, key, value) {
  defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true })
}
function pack(value, above) {
  switch (typeof value) {
    case 'string': return value[0] === tag ? tag + value : value
    case 'number':
      if (is(value, -0)) return tag + '-0'
      return Number.isFinite(value) ? value : tag + value
    case 'bigint': return tag + 'big' + value
    case 'boolean': return value
    case 'undefined': return tag + 'undefined'
    case 'object':
      if (value === null) return null
      if (above.includes(value)) return tag + 'foreign'
      return packObject(value, above.concat([value]))
    default: return tag + 'foreign'
  }
}
function packObject(value, above) {
  if (Array.isArray(value)) {
    const items = []
    for (let index = 0; index < value.length; index++) items.push(index in value ? pack(value[index], above) : tag + 'hole')
    return items
  }
  if (value instanceof RealDate) return tag + 'date' + RealDate.prototype.getTime.call(value)
  if (toTag.call(value) !== '[object Object]') return tag + 'foreign'
  const packed = {}
  const prototype = getPrototypeOf(value)
  if (prototype !== objectPrototype) packed[prototypeKey] = pack(prototype, above)
  for (const key of keys(value)) set(packed, key[0] === tag ? tag + key : key, pack(value[key], above))
  return packed
}
function unpack(value) {
  if (typeof value === 'string') return value[0] === tag ? untag(value.slice(1)) : value
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      if (value[index] === tag + 'hole') delete value[index]
      else value[index] = unpack(value[index])
    }
  } else if (typeof value === 'object' && value !== null) {
    return unpackObject(value)
  }
  return value
}
function unpackObject(packed) {
  const names = keys(packed)
  if (!names.some((name) => name[0] === tag)) {
    for (const key of names) set(packed, key, unpack(packed[key]))
    return packed
  }
  const value = {}
  for (const name of names) {
    if (name === prototypeKey) setPrototypeOf(value, unpack(packed[name]))
    else set(value, name[0] === tag ? name.slice(1) : name, unpack(packed[name]))
  }
  return value
}
function untag(rest) {
  if (rest[0] === tag) return rest
  if (rest === 'undefined') return undefined
  if (rest === 'foreign') return hostFunction
  if (rest.startsWith('big')) return BigInt(rest.slice(3))
  if (rest.startsWith('date')) return new RealDate(Number(rest.slice(4)))
  return Number(rest)
}
function decode(text) {
  const value = parse(text)
  return text.includes('\\u0000') ? unpack(value) : value
}
const encode = (value) => stringify(pack(value, []))

// What was used that is not of the event: 1 the clock, 2 random numbers. And what is not to be had here.
let used = 0
let missing = ''
let now = 0
let random

function PinnedDate(...parts) {
  if (!new.target) return lack('Date() as text')
  // Several parts are a local time, and the time zone of production is not known here.
  if (parts.length > 1) return lack('new Date(year, month, …), which depends on the time zone,')
  if (parts.length === 0) used |= 1
  return Reflect.construct(RealDate, parts.length === 0 ? [now] : parts, new.target === PinnedDate ? RealDate : new.target)
}
PinnedDate.prototype = RealDate.prototype
PinnedDate.now = () => {
  used |= 1
  return now
}
PinnedDate.UTC = RealDate.UTC
PinnedDate.parse = RealDate.parse
defineProperty(PinnedDate, 'name', { value: 'Date' })
defineProperty(RealDate.prototype, 'constructor', { value: PinnedDate, writable: true, configurable: true })
globalThis.Date = PinnedDate
Math.random = () => {
  used |= 2
  return random() / 4294967296
}
/** Small fast counting generator of 32 bits; 64 bits of seed, so that no two events of a topic share a sequence. */
function startRandom(a, b) {
  let [c, counter] = [0x9e3779b9, 1]
  const next = () => {
    const sum = (a + b + counter++) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let round = 0; round < 12; round++) next()
  return next
}

function lack(name) {
  missing = missing || name
  throw new Error(name + ' is not available in the preview')
}
const absent = ['Intl', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'queueMicrotask', 'crypto',
  'require', 'Buffer', 'process', 'module', 'performance', 'XMLHttpRequest', 'WebSocket', 'window', 'document', 'localStorage', 'sessionStorage',
  'navigator', 'location', 'global', 'Worker', 'AbortController', 'Blob', 'Headers', 'Request', 'Response', 'FormData']
for (const name of absent) defineProperty(globalThis, name, { get: () => lack(name), configurable: true })
for (const [type, names] of [
  [Number, ['toLocaleString']],
  [BigInt, ['toLocaleString']],
  [RealDate, ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString', 'toString', 'toDateString', 'toTimeString']],
  [String, ['localeCompare', 'toLocaleUpperCase', 'toLocaleLowerCase']],
  [Array, ['toLocaleString']],
])
  for (const name of names)
    defineProperty(type.prototype, name, { value: () => lack(type.name + '.prototype.' + name), writable: true, configurable: true })
// The time zone of production is not known here.
for (const name of ['getTimezoneOffset', 'getFullYear', 'getMonth', 'getDate', 'getDay', 'getHours', 'getMinutes'])
  defineProperty(RealDate.prototype, name, { value: () => lack('Date.prototype.' + name + ' (the time zone)'), writable: true, configurable: true })

const quiet = () => {}
globalThis.console = { log: quiet, info: quiet, warn: quiet, error: quiet, debug: quiet, trace: quiet, table: quiet }
globalThis.structuredClone = (value) => {
  const text = encode(value)
  if (text.includes('\\u0000foreign')) throw new Error('The value could not be cloned')
  return decode(text)
}
globalThis.globalThis = globalThis
// A Blob of bytes as text, both ways, as the encoding standard says.
globalThis.TextEncoder = class TextEncoder {
  get encoding() { return 'utf-8' }
  encode(text = '') {
    const bytes = []
    for (const char of String(text)) {
      let point = char.codePointAt(0)
      if (point >= 0xd800 && point <= 0xdfff) point = 0xfffd
      if (point < 0x80) bytes.push(point)
      else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63))
      else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63))
      else bytes.push(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63))
    }
    return new Uint8Array(bytes)
  }
}
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
globalThis.btoa = (input) => {
  const text = String(input)
  let out = ''
  for (let index = 0; index < text.length; index += 3) {
    const codes = [0, 1, 2].map((step) => text.charCodeAt(index + step))
    if (codes.some((code) => code > 255)) throw new Error('Invalid character')
    const [a, b, c] = codes
    const bits = (a << 16) | ((b || 0) << 8) | (c || 0)
    out += alphabet[bits >> 18] + alphabet[(bits >> 12) & 63]
    out += (index + 1 < text.length ? alphabet[(bits >> 6) & 63] : '=') + (index + 2 < text.length ? alphabet[bits & 63] : '=')
  }
  return out
}
globalThis.atob = (input) => {
  let text = String(input).replace(/[\t\n\f\r ]/g, '')
  if (text.length % 4 === 0) text = text.replace(/==?$/, '')
  if (text.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(text)) throw new Error('The string to be decoded is not correctly encoded.')
  let out = ''
  for (let index = 0; index < text.length; index += 4) {
    const chunk = text.slice(index, index + 4)
    let bits = 0
    for (let step = 0; step < 4; step++) bits = (bits << 6) | (step < chunk.length ? alphabet.indexOf(chunk[step]) : 0)
    out += String.fromCharCode((bits >> 16) & 255)
    if (chunk.length > 2) out += String.fromCharCode((bits >> 8) & 255)
    if (chunk.length > 3) out += String.fromCharCode(bits & 255)
  }
  return out
}

const { answerWeb } = globalThis
delete globalThis.answerWeb
;(${webPrelude})(answerWeb, lack)

/** Numbers what is inside a value; the host does the same in the same order. */
function share(value, above) {
  if (!isShared(value) || above.includes(value)) return
  ids.set(value, objects.length)
  objects.push(value)
  const inside = above.concat([value])
  if (Array.isArray(value)) for (let index = 0; index < value.length; index++) share(value[index], inside)
  else for (const key of keys(value)) share(value[key], inside)
}
function isShared(value) {
  if (typeof value !== 'object' || value === null) return false
  return Array.isArray(value) || toTag.call(value) === '[object Object]'
}
function nodeOf(value, seen) {
  if (!isShared(value)) return { is: 'value', packed: pack(value, []) }
  let id = ids.get(value)
  if (id === undefined) {
    id = objects.length
    ids.set(value, id)
    objects.push(value)
  }
  if (seen.has(id)) return { is: 'known', id }
  seen.add(id)
  if (!Array.isArray(value)) return { is: 'object', id, entries: keys(value).map((key) => [key, nodeOf(value[key], seen)]) }
  const items = []
  for (let index = 0; index < value.length; index++) items.push(index in value ? nodeOf(value[index], seen) : null)
  return { is: 'list', id, items }
}

const functions = []
const mappings = []
let event
let eventText = ''
let objects = []
let ids = new RealMap()
let given = { value: undefined, text: '' }
let collector
const logger = { error: quiet, warn: quiet, info: quiet, debug: quiet, log: quiet, json: quiet, scope: () => logger,
  throw: (message) => { throw message instanceof Error ? message : new Error(String(message)) } }
let settled = null

function answer(kind, payload) {
  return used + kind + payload
}
function describe(error) {
  return stringify(error instanceof Error ? String(error.message) : String(error))
}
/** Without any memory left there is no error to throw, and null is thrown. */
function kindOf(error) {
  if (error === null) return 'z'
  return error instanceof InternalError && error.message === 'out of memory' ? 'o' : 'e'
}
/** A result as a text; an object that stands on both sides goes by its number, one that holds such an object as a node. */
function resultOf(result) {
  if (ids.has(result)) return ids.get(result)
  return holdsShared(result) ? nodeOf(result, new RealSet(ids.values())) : encode(result)
}
function answerResult(result) {
  const given = resultOf(result)
  return typeof given === 'string' ? answer('v', given) : answer('r', stringify(given))
}
function holdsShared(value) {
  if (!isShared(value)) return false
  if (ids.has(value)) return true
  return Array.isArray(value) ? value.some(holdsShared) : keys(value).some((key) => holdsShared(value[key]))
}
/** What a function changed comes before its answer: an object that it made and put into its event has a number by then. */
function reply(mayChange, answerNow) {
  if (!mayChange) return answerNow()
  const changed = missing ? '' : changes()
  return stringify([changed, answerNow()])
}
// What the last function changed in its event and in its value.
function changes() {
  const changed = []
  const text = encode(event)
  if (text !== eventText) {
    eventText = text
    changed.push(['event', nodeOf(event, new RealSet())])
  }
  if (given.text !== '' && encode(given.value) !== given.text) changed.push(['value', nodeOf(given.value, new RealSet())])
  return changed.length === 0 ? '' : stringify(changed)
}
/** A promise is watched round by round of the job queue; what it took decides the order of policy writes. */
function watch(promise) {
  let rounds = 0
  let isDone = false
  settled = null
  then.call(
    RealPromise.resolve(promise),
    (value) => { isDone = true; settled = { rounds, kind: 'v', value } },
    (error) => { isDone = true; settled = { rounds, kind: kindOf(error), value: error } },
  )
  const tick = () => {
    if (isDone || rounds >= 1000) return
    rounds++
    then.call(RealPromise.resolve(), tick)
  }
  then.call(RealPromise.resolve(), tick)
}

return {
  start(text) { collector = decode(text) },
  begin(time, high, low) { now = time; random = startRandom(high, low); event = undefined },
  evaluate(source) {
    used = 0
    missing = ''
    const value = (0, eval)('(' + source + '\n)')
    if (typeof value !== 'function') return 'v' + encode(value)
    functions.push(value)
    return 'f' + (functions.length - 1)
  },
  event(text) {
    event = decode(text)
    eventText = text
    objects = []
    ids = new RealMap()
    share(event, [])
  },
  mapping(text) { mappings.push(decode(text)) },
  // Value and consent are objects that stand on both sides, given by their numbers, or else texts. A promise is
  // answered alone.
  call(index, valueId, valueText, consentId, consentText, mapping, mayChange) {
    used = 0
    missing = ''
    const value = valueId >= 0 ? objects[valueId] : decode(valueText)
    given = { value, text: valueText }
    if (valueId < 0) share(value, [])
    const context = { event, mapping: mappings[mapping], collector, logger, consent: consentId >= 0 ? objects[consentId] : decode(consentText) }
    let result
    try {
      result = functions[index](value, context)
    } catch (error) {
      return reply(mayChange, () => (missing ? answer('m', stringify(missing)) : answer(kindOf(error), describe(error))))
    }
    if (missing) return reply(mayChange, () => answer('m', stringify(missing)))
    if (result !== null && (typeof result === 'object' || typeof result === 'function') && typeof result.then === 'function') {
      watch(result)
      return answer('p', '')
    }
    return reply(mayChange, () => answerResult(result))
  },
  settle(mayChange) {
    if (missing) return reply(mayChange, () => answer('m', stringify(missing)))
    if (settled === null) return reply(mayChange, () => answer('n', ''))
    const { rounds, kind, value } = settled
    settled = null
    return reply(mayChange, () => answer(kind, stringify([rounds, kind === 'v' ? resultOf(value) : describe(value)])))
  },
}
})()`
