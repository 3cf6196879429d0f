import { headerPairs, partitionForBytes } from '@mapping-designer/mapping-engine'
import type { KafkaRecord, SendOptions } from '@mapping-designer/shared-types'
import { type EncodedHeaders, encodeHeaders, type Outgoing, sizeOf } from './encode-records.ts'
import { KafkaFailure } from './kafka-port.ts'

/** A record that keeps what another one held, byte for byte. */
export interface CopiedRecord {
  topic: string
  /** Counted modulo the partitions of the topic. */
  partition: number
  key: Buffer | null
  value: Buffer | null
  /** In their order, duplicates kept. */
  headers: readonly (readonly [name: string, value: Buffer | null])[]
  /** ms since 1970 */
  timestamp: string
}

/** A record on its way, and how it is sent. */
export interface Positioned {
  record: KafkaRecord | CopiedRecord
  send: SendOptions
}

/** Uncompressed bytes of one batch: less than the usual limit, so that no split is needed for usual records. */
const maxBytes = 700_000
/** Bytes of a record beside its key, its value and its headers, at most. */
const recordOverhead = 30
/** ms between the first and the last time in a batch, which are kept as differences. */
const maxSpan = 2n ** 31n - 1n

/** A record, and the partition that it goes to in a topic of so many. */
export interface Routed extends Outgoing {
  partitionOf(partitions: number): number
}

/** Records that are sent together: all have one topic, so that a fault can be said of it, one codec, and times near each other. */
export interface Batch {
  topic: string
  compression: number
  records: Routed[]
  bytes: number
  /** ms */
  first: bigint
  last: bigint
}

/** Parts that are sent one after the other, topic by topic. */
export function* batches(records: readonly Positioned[]): Generator<Batch> {
  for (const [topic, some] of Map.groupBy(records, ({ record }) => record.topic)) yield* batchesOf(topic, some)
}

function* batchesOf(topic: string, records: readonly Positioned[]): Generator<Batch> {
  let batch: Batch | undefined
  for (const one of records) {
    const { compression } = one.send
    const outgoing = toOutgoing(one.record)
    const { key, value, headers, timestamp: time } = outgoing
    const bytes = (key?.length ?? 0) + Math.max(0, sizeOf(value)) + headers.length + recordOverhead
    if (batch !== undefined && !fits(batch, { compression, bytes, time })) {
      yield batch
      batch = undefined
    }
    batch ??= { topic, compression, records: [], bytes: 0, first: time, last: time }
    batch.records.push(outgoing)
    batch.bytes += bytes
    if (time < batch.first) batch.first = time
    if (time > batch.last) batch.last = time
  }
  if (batch !== undefined) yield batch
}

function fits(batch: Batch, one: { compression: number; bytes: number; time: bigint }): boolean {
  const isNear = one.time - batch.first <= maxSpan && batch.last - one.time <= maxSpan
  const hasRoom = batch.bytes + one.bytes <= maxBytes
  return isNear && hasRoom && batch.compression === one.compression
}

/** ms since 1970; a time that Kafka cannot keep is a fault of the record. */
function timeOf({ timestamp }: Positioned['record']): bigint {
  const number = Number(timestamp)
  if (Number.isSafeInteger(number) && String(number) === timestamp) return BigInt(number)
  const time = /^-?\d{1,19}$/.test(timestamp) ? BigInt(timestamp) : undefined
  if (time !== undefined && BigInt.asIntN(64, time) === time) return time
  throw new KafkaFailure('record-refused', `Kafka cannot keep ${timestamp.slice(0, 40)} as the time of a record.`)
}

/** Throws KafkaFailure `record-refused` where the record cannot be written at all. */
function toOutgoing(record: Positioned['record']): Routed {
  const timestamp = timeOf(record)
  if ('partition' in record) {
    const headers = encodeHeaders(record.headers.map(([name, value]) => [Buffer.from(name), value]))
    const { key, value, partition } = record
    return { key, value, headers, timestamp, partitionOf: (count) => partition % count }
  }
  const { value, headers } = record
  const key = Buffer.from(record.key)
  const partitionOf = (count: number) => partitionForBytes(key, count)
  return { key, value, headers: headersOf(headers), timestamp, partitionOf }
}

const knownHeaders = new WeakMap<KafkaRecord['headers'], EncodedHeaders>()

/** The records of one rule share their headers, which are encoded once. */
function headersOf(headers: KafkaRecord['headers']): EncodedHeaders {
  const known = knownHeaders.get(headers)
  if (known !== undefined) return known
  const made = encodeHeaders(headerPairs(headers).map(([name, text]) => [Buffer.from(name), Buffer.from(text)]))
  knownHeaders.set(headers, made)
  return made
}

export const codecs: readonly string[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd']
