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
