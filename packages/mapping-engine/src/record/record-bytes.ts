import type { KafkaRecord } from '@mapping-designer/shared-types'
import { headerPairs } from './header-pairs.ts'

export type ByteRangeName =
  | 'length'
  | 'attributes'
  | 'timestamp delta'
  | 'offset delta'
  | 'key length'
  | 'key'
  | 'value length'
  | 'value'
  | 'header count'
  | 'header name length'
  | 'header name'
  | 'header value length'
  | 'header value'

/** Some bytes of a record, from inclusive, to exclusive. */
export interface ByteRange {
  name: ByteRangeName
  from: number
  to: number
}

export interface RecordBytes {
  bytes: Uint8Array
  /** Every byte belongs to one range, in order. */
  ranges: ByteRange[]
}

const encoder = new TextEncoder()

/**
 * The bytes of a record as they stand in an uncompressed batch of this one record, in Kafka's message format 2. The
 * timestamp itself is in the head of the batch; in the record stands the difference to it, 0.
 */
export function recordBytes(record: KafkaRecord): RecordBytes {
  const parts: { name: ByteRangeName; bytes: number[] | Uint8Array }[] = [
    { name: 'attributes', bytes: [0] },
    { name: 'timestamp delta', bytes: zigzag(0) },
    { name: 'offset delta', bytes: zigzag(0) },
    ...sized('key', encoder.encode(record.key)),
    ...sized('value', encoder.encode(record.value)),
  ]
  const headers = headerPairs(record.headers)
  parts.push({ name: 'header count', bytes: zigzag(headers.length) })
  for (const [name, value] of headers) {
    parts.push(...sized('header name', encoder.encode(name)))
    parts.push(...sized('header value', encoder.encode(value)))
  }
  const body = parts.reduce((sum, { bytes }) => sum + bytes.length, 0)
  return join([{ name: 'length', bytes: zigzag(body) }, ...parts])
}

function sized(name: 'key' | 'value' | 'header name' | 'header value', bytes: Uint8Array) {
  return [
    { name: `${name} length` as const, bytes: zigzag(bytes.length) },
    { name, bytes },
  ]
}

function join(parts: readonly { name: ByteRangeName; bytes: number[] | Uint8Array }[]): RecordBytes {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.bytes.length, 0))
  const ranges: ByteRange[] = []
  let from = 0
  for (const part of parts) {
    bytes.set(part.bytes, from)
    const to = from + part.bytes.length
    if (to > from) ranges.push({ name: part.name, from, to })
    from = to
  }
  return { bytes, ranges }
}

/** A length as Kafka writes it: zigzag, then seven bits a byte, the lowest first. */
function zigzag(length: number): number[] {
  const bytes: number[] = []
  let rest = length * 2
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128)
  bytes.push(rest)
  return bytes
}
