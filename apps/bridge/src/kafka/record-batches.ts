import { headerPairs, partitionForBytes } from '@mapping-designer/mapping-engine'
import type { KafkaRecord, SendOptions } from '@mapping-designer/shared-types'
import { type EncodedHeaders, encodeHeaders, type Outgoing, sizeOf } from './encode-records.ts'
import { KafkaFailure } from './kafka-port.ts'
import type { EncodedRecord } from './waiting-value.ts'

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
  record: KafkaRecord | EncodedRecord | CopiedRecord
  send: SendOptions
}

/** Uncompressed bytes of one batch: less than the usual limit of a topic, so that no split is needed for usual records. */
const maxBytes = 700_000
/** Bytes of a record beside its key, its value and its headers, at most. */
const recordOverhead = 30
/** ms between the first and the last time in a batch, which are kept as differences. */
const maxSpan = 2n ** 31n - 1n

/** A record with its codec, and the partition that it goes to in a topic of so many. */
export interface Routed extends Outgoing {
  compression: number
  partitionOf(partitions: number): number
}

/** Records that a partition gets as one batch: all have one codec, and times near each other. */
export interface Batch {
  partition: number
  compression: number
  records: Routed[]
  bytes: number
  /** ms */
  first: bigint
  last: bigint
}

/** The records of each topic in their order. Throws KafkaFailure `record-refused` for one that cannot be written at all. */
export function routedByTopic(records: readonly Positioned[]): Map<string, Routed[]> {
  const topics = new Map<string, Routed[]>()
  for (const { record, send } of records) {
    const routed = { ...toOutgoing(record), compression: send.compression }
    const some = topics.get(record.topic)
    if (some === undefined) topics.set(record.topic, [routed])
    else some.push(routed)
  }
  return topics
}

/**
 * What a topic of so many partitions gets, in rounds that are sent one after the other: a request takes one batch of each
 * partition.
 */
export function roundsOf(records: readonly Routed[], partitions: number): Batch[][] {
  const last = new Map<number, { batch: Batch; round: number }>()
  const rounds: Batch[][] = []
  for (const one of records) {
    const partition = one.partitionOf(partitions)
    const bytes = (one.key?.length ?? 0) + Math.max(0, sizeOf(one.value)) + one.headers.length + recordOverhead
    const known = last.get(partition)
    const open = known !== undefined && fits(known.batch, one, bytes) ? known.batch : startBatch(partition, one)
    add(open, one, bytes)
    if (open === known?.batch) continue
    const round = known === undefined ? 0 : known.round + 1
    rounds[round] ??= []
    rounds[round].push(open)
    last.set(partition, { batch: open, round })
  }
  return rounds
}

const startBatch = (partition: number, { compression, timestamp }: Routed): Batch => ({
  partition,
  compression,
  records: [],
  bytes: 0,
  first: timestamp,
  last: timestamp,
})

function add(batch: Batch, one: Routed, bytes: number): void {
  batch.records.push(one)
  batch.bytes += bytes
  if (one.timestamp < batch.first) batch.first = one.timestamp
  if (one.timestamp > batch.last) batch.last = one.timestamp
}

function fits(batch: Batch, { compression, timestamp }: Routed, bytes: number): boolean {
  const isNear = timestamp - batch.first <= maxSpan && batch.last - timestamp <= maxSpan
  return isNear && batch.bytes + bytes <= maxBytes && batch.compression === compression
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
function toOutgoing(record: Positioned['record']): Omit<Routed, 'compression'> {
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
