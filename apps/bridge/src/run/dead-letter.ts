import type { BrowsedRecord, Bytes } from '@mapping-designer/shared-types'
import type { UnreadableBatch } from '../kafka/read-batches.ts'
import type { CopiedRecord, Positioned } from '../kafka/record-batches.ts'

/** UTF-8 bytes of a reason, at most: a function may throw as long a text as it likes. */
const maxReasonBytes = 2_000

/**
 * The record of an event that cannot be mapped or written, byte for byte, with the reason in headers behind its own. A dead
 * letter that fails again has the new reason in place of the old one, and is still the letter of its first place.
 */
export function deadLetter(topic: string, source: BrowsedRecord, reason: string): Positioned {
  const { partition, key, value, timestamp } = source
  const headers = isDeadLetter(source) ? source.headers.slice(0, firstReason(source)) : source.headers
  return asLetter({
    topic,
    partition,
    key: bytesOf(key),
    value: bytesOf(value),
    timestamp,
    headers: [
      ...headers.map(([name, bytes]) => [name, bytesOf(bytes)] as const),
      ...reasonHeaders(originOf(source), reason),
    ],
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

/** Where an event was first: a dead letter names that place. */
export function originOf(record: BrowsedRecord): Place {
  if (!isDeadLetter(record)) return record
  const [topic, partition, offset] = ['topic', 'partition', 'offset'].map((name) => reasonOf(record, name))
  return { topic: topic ?? '', partition: Number(partition), offset: offset ?? '' }
}

/** Why a record without a value has no event, in a sentence. */
export function whyNoValue(record: BrowsedRecord): string {
  const isPlaceOnly = ['shortened', 'last-offset'].some((name) => reasonOf(record, name) !== undefined)
  if (!isPlaceOnly || !isDeadLetter(record)) return 'The record has no value (a tombstone), so there is no event'
  const { topic, partition, offset } = originOf(record)
  return `The dead letter holds only the place of its event, which is ${topic} ${partition}@${offset}`
}

function isDeadLetter(record: BrowsedRecord): boolean {
  return (
    record.headers.length > 0 &&
    ['reason', 'topic', 'partition', 'offset'].every((name) => reasonOf(record, name) !== undefined)
  )
}

/** Those of the letter stand behind those of the record, which may have the same names. */
const firstReason = ({ headers }: BrowsedRecord) => headers.findLastIndex(([name]) => name === 'error.reason')

function reasonOf(record: BrowsedRecord, name: string): string | undefined {
  const bytes = record.headers.slice(Math.max(0, firstReason(record))).find(([own]) => own === `error.${name}`)?.[1]
  return bytes && 'text' in bytes ? bytes.text : undefined
}

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
