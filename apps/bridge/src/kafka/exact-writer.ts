import { setTimeout as sleep } from 'node:timers/promises'
import { headerPairs, partitionForKey } from '@mapping-designer/mapping-engine'
import type { KafkaRecord, SendOptions } from '@mapping-designer/shared-types'
import {
  type CompressionAlgorithmValue,
  Consumer,
  type MessageToProduce,
  ProduceAcks,
  type Producer,
} from '@platformatic/kafka'
import type { Profile } from '../config/profile.ts'
import { answered } from './answered.ts'
import { explainError } from './explain-error.ts'
import { checkAdvertised } from './host-policy.ts'
import { KafkaFailure, reasonOfWrite } from './kafka-port.ts'
import { connectionOf, heard } from './platformatic-connection.ts'
import { type InputPlace, type NotedPosition, stablePositions } from './stable-positions.ts'
import { TransactionProducer } from './transaction-producer.ts'

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

/**
 * Writes records and the position they bring an input to in one Kafka transaction: both are in the log, or neither.
 * Of all writers with one id only the one that opened last can write; it learns where the others came to.
 */
export interface ExactWriter {
  /** Shuts out earlier writers and answers the position that is in the log, null where there is none yet. */
  open(): Promise<bigint | null>
  /** Rejects with KafkaFailure; then nothing of it can be read by consumers, and the writer has to be opened again. */
  write(records: readonly Positioned[], position: bigint): Promise<void>
  close(): Promise<void>
}

/** Uncompressed bytes of one send: less than the usual limit of a batch, so that no split is needed for usual records. */
const mostBytes = 700_000
const mostRecords = 1_000
/**
 * ms between the first and the last time in a batch: the client writes differences of 2^31 ms (25 days) and more wrongly,
 * without a word (@platformatic/dynamic-buffer 0.3.1, `int64ZigZagEncode`).
 */
const mostSpan = 2n ** 31n - 1n
/** ms in which a broker settles what came before */
const openLimit = 20_000

type BytesProducer = Producer<Buffer | null, Buffer | null, Buffer, Buffer | null>
type Transaction = Awaited<ReturnType<BytesProducer['beginTransaction']>>
type Message = MessageToProduce<Buffer | null, Buffer | null, Buffer, Buffer | null>

/**
 * Where the position of an input is kept: in the partition that it is read from, or, for an input that is no topic, in
 * partition 0 of a topic that is chosen anew whenever the writer is opened. `choose` gets what the group has noted
 * anywhere; the largest of it is the position.
 */
export type PositionPlace = InputPlace | { group: string; choose: (noted: readonly NotedPosition[]) => Promise<string> }

export function exactWriter(profile: Profile, id: string, place: PositionPlace): ExactWriter {
  const options = {
    ...connectionOf(profile),
    timeout: 15_000,
    // After each commit the broker needs some ms before the next transaction may begin.
    retries: 8,
    retryDelay: (_client: object, _operation: string, attempt: number) => Math.min(5 * 2 ** attempt, 400),
  }
  let producer: BytesProducer | undefined
  let consumer: Consumer<Buffer, Buffer, Buffer, Buffer> | undefined
  let coordinatorId = -1
  let kept: Omit<InputPlace, 'group'> | undefined
  let isChecked = false

  const explained = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw explainError(error, profile.brokers)
    }
  }

  const close = async () => {
    const [oldProducer, oldConsumer] = [producer, consumer]
    producer = undefined
    consumer = undefined
    await Promise.allSettled([oldProducer?.close(true), oldConsumer?.close(true)])
  }

  /**
   * Asks again while the broker ends the transaction of an earlier writer, which it says in several ways, and while a
   * new cluster makes the topics that it keeps positions and transactions in.
   */
  const settled = async <T>(ask: () => Promise<T>): Promise<T> => {
    const deadline = performance.now() + openLimit
    while (true) {
      try {
        return await ask()
      } catch (error) {
        const { code } = explainError(error, profile.brokers)
        if (performance.now() > deadline || (code !== 'fenced' && code !== 'busy')) throw error
        await sleep(50)
      }
    }
  }

  const send = async (
    transaction: Transaction,
    reader: Consumer,
    { topic, records, ...batch }: Batch,
  ): Promise<void> => {
    try {
      const partitions = await partitionsOf(reader, topic)
      const messages = records.map(({ record }) => toMessage(record, partitions))
      const compression = codecs[batch.compression] as CompressionAlgorithmValue
      await transaction.send({ messages, acks: ProduceAcks.ALL, compression })
    } catch (error) {
      const failure = explainError(error, profile.brokers)
      throw new KafkaFailure(failure.code, reasonOfWrite(failure, topic), { cause: error })
    }
  }

  /** A producer that has shut out the earlier ones of its id. */
  const openProducer = async (): Promise<BytesProducer> => {
    const fresh: BytesProducer = heard(new TransactionProducer({ ...options, transactionalId: id, idempotent: true }))
    try {
      // Without these the client claims to be producer 0, and the broker takes it for one that was shut out.
      const transaction = await fresh.beginTransaction({ producerId: -1n, producerEpoch: -1 })
      // Nothing is in it yet, so there is nothing for the broker to abort.
      await transaction.cancel()
      return fresh
    } catch (error) {
      await fresh.close(true).catch(() => {})
      throw error
    }
  }

  return {
    open: () =>
      explained(async () => {
        await close()
        const reader = heard(new Consumer({ ...options, groupId: place.group }))
        consumer = reader
        const { brokers } = await reader.metadata({ topics: [] })
        if (!isChecked) await checkAdvertised(profile, brokers.values())
        isChecked = true
        coordinatorId = await settled(() => reader.findGroupCoordinator())
        producer = await settled(openProducer)
        const fixed = 'choose' in place ? undefined : place
        const noted = await settled(() => stablePositions(options, reader, coordinatorId, place.group, fixed))
        kept = 'choose' in place ? { topic: await place.choose(noted), partition: 0 } : place
        return noted.reduce<bigint | null>(
          (most, { position }) => (most === null || position > most ? position : most),
          null,
        )
      }),

    write: (records, position) =>
      explained(async () => {
        if (producer === undefined || consumer === undefined) throw new KafkaFailure('refused', 'The writer is closed.')
        const reader = consumer
        const transaction = await producer.beginTransaction()
        try {
          for (const batch of batches(records)) await send(transaction, reader, batch)
          await transaction.addConsumer(reader)
          // What the client asks of a message of a consumer; without a member the position is taken as it stands.
          const consumed = { groupId: place.group, generationId: -1, memberId: '', coordinatorId }
          await transaction.addOffset({ ...kept, offset: position - 1n, metadata: { consumer: consumed } } as never)
          await transaction.commit()
        } catch (error) {
          await transaction.abort().catch(() => {})
          throw error
        }
      }),
    close,
  }
}

async function partitionsOf(reader: Consumer, topic: string): Promise<number> {
  // A topic that is missing stays missing: a few tries are for one that was made a moment ago.
  const { topics } = await reader.metadata({ topics: [topic], retries: 2 })
  return answered(topics.get(topic), topic).partitionsCount
}

/** Records that are sent together: all have one topic, so that a fault can be said of it, one codec, and times near each other. */
interface Batch {
  topic: string
  compression: number
  records: Positioned[]
  bytes: number
  /** ms */
  first: bigint
  last: bigint
}

/** Parts that are sent one after the other, topic by topic. */
function* batches(records: readonly Positioned[]): Generator<Batch> {
  for (const [topic, some] of Map.groupBy(records, ({ record }) => record.topic)) yield* batchesOf(topic, some)
}

function* batchesOf(topic: string, records: readonly Positioned[]): Generator<Batch> {
  let batch: Batch | undefined
  for (const one of records) {
    const { compression } = one.send
    const bytes = sizeOf(one.record)
    const time = timeOf(one.record)
    if (batch !== undefined && !fits(batch, { compression, bytes, time })) {
      yield batch
      batch = undefined
    }
    batch ??= { topic, compression, records: [], bytes: 0, first: time, last: time }
    batch.records.push(one)
    batch.bytes += bytes
    if (time < batch.first) batch.first = time
    if (time > batch.last) batch.last = time
  }
  if (batch !== undefined) yield batch
}

function fits(batch: Batch, one: { compression: number; bytes: number; time: bigint }): boolean {
  const isNear = one.time - batch.first <= mostSpan && batch.last - one.time <= mostSpan
  const hasRoom = batch.records.length < mostRecords && batch.bytes + one.bytes <= mostBytes
  return isNear && hasRoom && batch.compression === one.compression
}

/** Bytes of key and value. */
const sizeOf = ({ key, value }: Positioned['record']) => Buffer.byteLength(key ?? '') + Buffer.byteLength(value ?? '')

/** ms since 1970; a time that Kafka cannot keep is a fault of the record. */
function timeOf({ timestamp }: Positioned['record']): bigint {
  const time = /^-?\d{1,19}$/.test(timestamp) ? BigInt(timestamp) : undefined
  if (time !== undefined && BigInt.asIntN(64, time) === time) return time
  throw new KafkaFailure('record-refused', `Kafka cannot keep ${timestamp.slice(0, 40)} as the time of a record.`)
}

function toMessage(record: Positioned['record'], partitions: number): Message {
  const timestamp = timeOf(record)
  if ('partition' in record) {
    const headers = new Map(record.headers.map(([name, value]) => [Buffer.from(name), value]))
    return { ...record, partition: record.partition % partitions, headers, timestamp }
  }
  const { topic, key, value } = record
  return {
    topic,
    key: Buffer.from(key),
    value: Buffer.from(value),
    // As objects, two names that are equal are two keys of the map.
    headers: new Map(headerPairs(record.headers).map(([name, text]) => [Buffer.from(name), Buffer.from(text)])),
    timestamp,
    partition: partitionForKey(key, partitions),
  }
}

const codecs: readonly CompressionAlgorithmValue[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd']
