import type { KafkaRecord } from '@mapping-designer/shared-types'
import { headerPairs } from './header-pairs.ts'

const encoder = new TextEncoder()
const beyondAscii = /[\u0080-\uffff]/
export const batchOverhead = 61

/** Kafka's default `max.message.bytes`: 1 MiB and 12. */
export const defaultMaxMessageBytes = 1_048_588

export interface RecordSize {
  key: number
  value: number
  /** The record inside a batch, uncompressed. */
  record: number
  /** A batch of this one record, uncompressed; compressed it is what the broker holds against its limit. */
  batch: number
}

/** UTF-8 bytes of a text. */
export function byteLength(text: string): number {
  return beyondAscii.test(text) ? encoder.encode(text).length : text.length
}

/** Bytes of a record in Kafka's message format 2. */
export function recordSize(record: KafkaRecord): RecordSize {
  const key = byteLength(record.key)
  const value = byteLength(record.value)
  const headers = headerPairs(record.headers)
  let body = 1 + 1 + 1 + varint(key) + key + varint(value) + value + varint(headers.length)
  for (const [name, text] of headers) {
    const nameBytes = byteLength(name)
    const textBytes = byteLength(text)
    body += varint(nameBytes) + nameBytes + varint(textBytes) + textBytes
  }
  const bytes = varint(body) + body
  return { key, value, record: bytes, batch: batchOverhead + bytes }
}

/** Whether a batch of the record may have that many bytes: a quick look, that says yes too often. */
export function mayReach(record: KafkaRecord, bytes: number): boolean {
  let units = record.key.length + record.value.length + batchOverhead
  for (const [name, text] of headerPairs(record.headers)) units += name.length + text.length + 10
  // A unit of UTF-16 has three bytes at most.
  return units * 3 >= bytes
}

/** Bytes of a length as zigzag varint. */
function varint(length: number): number {
  let bytes = 1
  for (let rest = length * 2; rest >= 128; rest = Math.floor(rest / 128)) bytes++
  return bytes
}
