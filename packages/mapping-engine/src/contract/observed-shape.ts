import { isPlainObject } from '../path/is-plain-object.ts'
import { personalKind } from '../record/personal-kind.ts'

/** What was seen at one place of some JSON values. */
export interface ObservedShape {
  /** Values seen here. */
  count: number
  types: Set<JsonType>
  /** Members of the objects among them, in the order in which they were met. */
  members: Map<string, ObservedShape>
  /** What the items of the lists among them have in common. */
  items: ObservedShape | undefined
  /** The first texts and numbers that are not personal. */
  examples: (string | number)[]
  /** The formats that all texts have. */
  formats: Set<TextFormat> | undefined
}

export type JsonType = 'string' | 'number' | 'boolean' | 'null' | 'object' | 'array'
export type TextFormat = 'date-time' | 'email' | 'uri'

const maxExamples = 3
/** Longer texts are no examples. */
const maxText = 60
/** More names than these are data and not a shape: the rest is left to `additionalProperties`. */
const maxMembers = 1_000

export const nothingObserved = (): ObservedShape => ({
  count: 0,
  types: new Set(),
  members: new Map(),
  items: undefined,
  examples: [],
  formats: undefined,
})

/** Adds one JSON value to what was seen. */
export function observe(shape: ObservedShape, value: unknown): void {
  shape.count++
  shape.types.add(typeOf(value))
  if (Array.isArray(value)) observeItems(shape, value)
  else if (isPlainObject(value)) for (const [name, inner] of Object.entries(value)) observeMember(shape, name, inner)
  else if (typeof value === 'string' || typeof value === 'number') observeScalar(shape, value)
}

function observeItems(shape: ObservedShape, list: readonly unknown[]): void {
  if (list.length === 0) return
  shape.items ??= nothingObserved()
  for (const item of list) observe(shape.items, item)
}

function observeMember({ members }: ObservedShape, name: string, value: unknown): void {
  const known = members.get(name)
  if (known === undefined && members.size >= maxMembers) return
  const member = known ?? nothingObserved()
  members.set(name, member)
  observe(member, value)
}

function observeScalar(shape: ObservedShape, value: string | number): void {
  if (typeof value === 'string') {
    const formats = Object.entries(patterns).flatMap(([name, pattern]) =>
      pattern.test(value) ? [name as TextFormat] : [],
    )
    shape.formats = new Set(formats.filter((name) => shape.formats?.has(name) ?? true))
    if (value.length > maxText || personalKind(value) !== null) return
  }
  if (shape.examples.length < maxExamples && !shape.examples.includes(value)) shape.examples.push(value)
}

const isDate = (text: string) => new Date(`${text}T00:00Z`).toJSON()?.startsWith(text) ?? false
const time = /^T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/
const inUri = String.raw`(?:[\w.~!$&'()*+,;=:@/-]|%[\da-f]{2})*`
const uri = new RegExp(String.raw`^https?://[\da-z.-]+(?::\d+)?(?:/${inUri})?(?:\?${inUri})?(?:#${inUri})?$`, 'i')

/** Stricter than the formats, because validators differ in what they accept. */
const patterns: Record<TextFormat, { test(text: string): boolean }> = {
  'date-time': {
    test: (text) =>
      /^\d{4}-\d\d-\d\d$/.test(text.slice(0, 10)) && isDate(text.slice(0, 10)) && time.test(text.slice(10)),
  },
  email: /^[\w%+-]+(?:\.[\w%+-]+)*@(?:[\da-z](?:[\da-z-]*[\da-z])?\.)+[a-z]{2,}$/i,
  uri,
}

function typeOf(value: unknown): JsonType {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  const type = typeof value
  return type === 'string' || type === 'number' || type === 'boolean' ? type : 'object'
}
