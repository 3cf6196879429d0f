import type { JsonValue } from '@mapping-designer/shared-types'
import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate'

/** What a shared link carries: the rules and some samples, and nothing that was typed in for the preview. */
export interface Shared {
  text: string
  samples: { title: string; text: string }[]
}

/** Characters of a fragment beyond which chats and mail programs cut links. */
export const linkLimit = 12_000

/** Bytes that a link may unpack to. */
const unpackedLimit = 60 * 1024 * 1024

/** The fragment of a link, without its `#`: deflated JSON in the letters that an address may hold. */
export function packShared(shared: Shared): string {
  const bytes = deflateSync(strToU8(JSON.stringify({ v: 1, ...shared })), { level: 9 })
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return `share=${btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`
}

/** The content of a link, of its fragment, or of a shared file; null where it is none of them. */
export function unpackShared(text: string): Shared | null {
  const packed = /share=([\w-]+)/.exec(text)?.[1]
  if (packed === undefined) return null
  try {
    const binary = atob(packed.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0))
    const out = new Uint8Array(Math.min(unpackedLimit, bytes.length * 1_100 + 1_024))
    return readShared(JSON.parse(strFromU8(inflateSync(bytes, { out }))))
  } catch {
    return null
  }
}

/** A shared file, as it stands on disk. */
export function writeSharedFile(shared: Shared): string {
  return `${JSON.stringify({ 'kafka-mapping-designer': 'shared', v: 1, ...shared }, null, 2)}\n`
}

export function readSharedFile(text: string): Shared | null {
  if (!text.includes('"kafka-mapping-designer"')) return null
  try {
    return readShared(JSON.parse(text))
  } catch {
    return null
  }
}

function readShared(value: unknown): Shared | null {
  if (typeof value !== 'object' || value === null) return null
  const { v, text, samples } = value as Record<string, unknown>
  if (v !== 1 || typeof text !== 'string' || !Array.isArray(samples)) return null
  return {
    text,
    samples: samples.flatMap((sample: unknown) => {
      const { title, text: event } = (sample ?? {}) as Record<string, unknown>
      return typeof title === 'string' && typeof event === 'string' ? [{ title, text: event }] : []
    }),
  }
}

/** A value of an event that a person may want to leave out. */
export interface SharedField {
  path: string
  /** What it looks like, such as "an e-mail address", or the name that gives it away; null where nothing does. */
  why: string | null
  example: string
}

const personalNames =
  /^(e?mail|phone|tel|first_?name|last_?name|name|address|street|zip|city|birth|dob|ip|agent|device|session|hash|id)$/i

/** Every field of the events, those that look personal first. `kindOf` says what a value looks like. */
export function fieldsToShare(events: readonly unknown[], kindOf: (value: unknown) => string | null): SharedField[] {
  const found = new Map<string, SharedField>()
  const look = (value: unknown, path: readonly string[]): void => {
    if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) look(inner, [...path, Array.isArray(value) ? '*' : key])
      return
    }
    const name = path.join('.')
    const known = found.get(name)
    if (known?.why) return
    const kind = kindOf(value)
    const isNamed = path[0] === 'user' && personalNames.test(path.at(-1) ?? '')
    found.set(name, { path: name, why: kind ?? (isNamed ? 'tells a person' : null), example: JSON.stringify(value) })
  }
  for (const event of events) look(event, [])
  return [...found.values()].sort((a, b) => Number(b.why !== null) - Number(a.why !== null))
}

/** An event with the values of some fields replaced by others of their type. */
export function redactEvent(event: JsonValue, paths: ReadonlySet<string>): JsonValue {
  const redact = (value: JsonValue, path: readonly string[]): JsonValue => {
    if (Array.isArray(value)) return value.map((item) => redact(item, [...path, '*']))
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redact(inner, [...path, key])]))
    }
    if (!paths.has(path.join('.'))) return value
    if (typeof value === 'number') return 0
    return typeof value === 'string' ? 'redacted' : value
  }
  return redact(event, [])
}
