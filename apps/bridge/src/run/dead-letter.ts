import type { BrowsedRecord, Bytes } from '@mapping-designer/shared-types'
import type { UnreadableBatch } from '../kafka/read-batches.ts'
import type { CopiedRecord, Positioned } from '../kafka/record-batches.ts'

/** UTF-8 bytes of a reason, at most: a function may throw as long a text as it likes. */
const maxReasonBytes = 2_000

/** The record of an event that cannot be mapped or written, byte for byte, with the reason in headers behind its own. */
export function deadLetter(topic: string, source: BrowsedRecord, reason: string): Positioned {
  const { partition, key, value, timestamp, headers } = source
  return asLetter({
    topic,
    partition,
    key: bytesOf(key),
    value: bytesOf(value),
    timestamp,
    headers: [...headers.map(([name, bytes]) => [name, bytesOf(bytes)] as const), ...reasonHeaders(source, reason)],
  })
}

/**
 * What is written where the topic refuses the whole letter: where the event is, and how large. It has the time of the
 * writing and a key, because topics may ask for these.
 */
export function shortDeadLetter(topic: string, source: BrowsedRecord, reason: string, refusal: string): Positioned {
  const { partition, key, value } = source
  const parts = { key, value }
  const sizes = Object.entries(parts).map(([name, bytes]) => textHeader(`error.${name}.bytes`, lengthOf(bytes)))
  return asLetter({
    topic,
    partition,
    key: keyOf(source),
    value: null,
    timestamp: String(Date.now()),
    headers: [...reasonHeaders(source, reason), textHeader('error.shortened', shorten(refusal)), ...sizes],
  })
}

/** What is written for a batch whose records cannot be read: which offsets they have. */
export function batchDeadLetter(
  topic: string,
  input: { topic: string; partition: number },
  batch: UnreadableBatch,
): Positioned {
  const offset = String(batch.first)
  const place = { ...input, offset }
  return asLetter({
    topic,
    partition: input.partition,
    key: keyOf(place),
    value: null,
    timestamp: String(Date.now()),
    headers: [...reasonHeaders(place, batch.message), textHeader('error.last-offset', String(batch.next - 1n))],
  })
}

type Place = Pick<BrowsedRecord, 'topic' | 'partition' | 'offset'>

const keyOf = ({ topic, partition, offset }: Place) => Buffer.from(`${topic}/${partition}/${offset}`)

const asLetter = (record: CopiedRecord): Positioned => ({ record, send: { acks: -1, compression: 0 } })

const textHeader = (name: string, text: string | number) => [name, Buffer.from(String(text))] as const

function reasonHeaders({ topic, partition, offset }: Place, reason: string) {
  return [
    textHeader('error.reason', shorten(reason)),
    textHeader('error.topic', topic),
    textHeader('error.partition', partition),
    textHeader('error.offset', offset),
  ]
}

function shorten(reason: string): string {
  const bytes = Buffer.from(reason)
  // A character that was cut in two is replaced.
  return bytes.length <= maxReasonBytes ? reason : `${bytes.subarray(0, maxReasonBytes).toString()}…`
}

function bytesOf(bytes: Bytes): Buffer | null {
  if (bytes === null) return null
  return 'text' in bytes ? Buffer.from(bytes.text) : Buffer.from(bytes.base64, 'base64')
}

const lengthOf = (bytes: Bytes) => bytesOf(bytes)?.length ?? 0
