import type { Span } from './waiting-value.ts'

/** A record on its way into a batch. */
export interface Outgoing {
  key: Buffer | null
  /** A text becomes bytes in its batch, without a buffer of its own. */
  value: Buffer | Span | string | null
  headers: EncodedHeaders
  /** ms since 1970 */
  timestamp: bigint
}

/** The headers of a record with their number, as they stand in a batch of message format 2. */
export type EncodedHeaders = Buffer

export function encodeHeaders(headers: readonly (readonly [name: Buffer, value: Buffer | null])[]): EncodedHeaders {
  const size = headers.reduce(
    (sum, [name, value]) => sum + sizeOfBytes(name.length) + sizeOfBytes(value?.length ?? -1),
    sizeOfVarint(headers.length),
  )
  const bytes = Buffer.allocUnsafe(size)
  let at = writeVarint(bytes, 0, headers.length)
  for (const [name, value] of headers) at = writeBytes(bytes, writeBytes(bytes, at, name), value)
  return bytes
}

/** Records of message format 2, one behind the other; times are ms after the first one, less than 2^52 apart. */
export function encodeRecords(records: readonly Outgoing[], firstTime: bigint): Buffer {
  let total = 0
  const valueSizes: number[] = []
  const sizes = records.map((record, index) => {
    const valueSize = sizeOf(record.value)
    valueSizes.push(valueSize)
    const size = 1 + sizeOfVarint(Number(record.timestamp - firstTime)) + sizeOfVarint(index)
    const inner = size + sizeOfBytes(record.key?.length ?? -1) + sizeOfBytes(valueSize) + record.headers.length
    total += sizeOfVarint(inner) + inner
    return inner
  })
  const bytes = Buffer.allocUnsafe(total)
  let at = 0
  for (const [index, { key, value, headers, timestamp }] of records.entries()) {
    at = writeVarint(bytes, at, sizes[index] ?? 0)
    bytes[at++] = 0
    at = writeVarint(bytes, at, Number(timestamp - firstTime))
    at = writeVarint(bytes, at, index)
    at = writeBytes(bytes, at, key)
    at = writeVarint(bytes, at, valueSizes[index] ?? 0)
    at += copyValue(value, bytes, at)
    at += headers.copy(bytes, at)
  }
  return bytes
}

/** Bytes of a text or of bytes; -1 for null. */
export function sizeOf(value: Outgoing['value']): number {
  if (value === null) return -1
  if (typeof value === 'string') return Buffer.byteLength(value)
  return Buffer.isBuffer(value) ? value.length : value.end - value.start
}

/** Answers how many bytes were written. */
function copyValue(value: Outgoing['value'], target: Buffer, at: number): number {
  if (value === null) return 0
  if (typeof value === 'string') return target.write(value, at)
  return Buffer.isBuffer(value) ? value.copy(target, at) : value.bytes.copy(target, at, value.start, value.end)
}

function writeVarint(bytes: Buffer, at: number, value: number): number {
  let next = at
  let rest = zigzag(value)
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes[next++] = (rest % 0x80) | 0x80
  bytes[next++] = rest
  return next
}

function writeBytes(bytes: Buffer, at: number, part: Buffer | null): number {
  const next = writeVarint(bytes, at, part?.length ?? -1)
  return part === null ? next : next + part.copy(bytes, next)
}

const sizeOfBytes = (length: number) => sizeOfVarint(length) + Math.max(0, length)

function sizeOfVarint(value: number): number {
  let size = 1
  for (let rest = zigzag(value); rest >= 0x80; rest = Math.floor(rest / 0x80)) size++
  return size
}

/** Small numbers of either sign as small numbers; exact up to 2^52. */
const zigzag = (value: number) => (value < 0 ? -2 * value - 1 : 2 * value)
