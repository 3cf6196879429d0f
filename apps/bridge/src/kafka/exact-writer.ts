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
import { KafkaFailure } from './kafka-port.ts'
import { connectionOf, heard } from './platformatic-connection.ts'
import { type InputPlace, stablePosition } from './stable-position.ts'
import { TransactionProducer } from './transaction-producer.ts'

/** A record on its way, and the position of what it was made from. */
export interface Positioned {
  record: KafkaRecord & { headers: KafkaRecord['headers'] }
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

/** The client keeps headers in a map; as objects, two of one name are two keys. */
type HeaderName = readonly [name: string]
type TextProducer = Producer<string, string, HeaderName, string>
const asBytes = (text?: string) => (text === undefined ? undefined : Buffer.from(text))
const serializers = {
  key: asBytes,
  value: asBytes,
  headerKey: (name?: HeaderName) => asBytes(name?.[0]),
  headerValue: asBytes,
}

export function exactWriter(profile: Profile, id: string, place: InputPlace): ExactWriter {
  const options = {
    ...connectionOf(profile),
    timeout: 15_000,
    // After each commit the broker needs some ms before the next transaction may begin.
    retries: 8,
    retryDelay: (_client: object, _operation: string, attempt: number) => Math.min(5 * 2 ** attempt, 400),
  }
  let producer: TextProducer | undefined
  let consumer: Consumer<Buffer, Buffer, Buffer, Buffer> | undefined
  let coordinatorId = -1
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

  /** A producer that has shut out the earlier ones of its id. */
  const openProducer = async (): Promise<TextProducer> => {
    const fresh: TextProducer = heard(
      new TransactionProducer<string, string, HeaderName, string>({
        ...options,
        transactionalId: id,
        idempotent: true,
        serializers,
      }),
    )
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
        return await settled(() => stablePosition(options, reader, coordinatorId, place))
      }),

    write: (records, position) =>
      explained(async () => {
        if (producer === undefined || consumer === undefined) throw new KafkaFailure('refused', 'The writer is closed.')
        const reader = consumer
        const partitions = await partitionsOf(reader, new Set(records.map(({ record }) => record.topic)))
        const transaction = await producer.beginTransaction()
        try {
          for (const batch of batches(records)) {
            const messages = batch.records.map(({ record }) =>
              toMessage(record, answered(partitions.get(record.topic), record.topic)),
            )
            const compression = codecs[batch.compression] as CompressionAlgorithmValue
            await transaction.send({ messages, acks: ProduceAcks.ALL, compression })
          }
          await transaction.addConsumer(reader)
          // What the client asks of a message of a consumer; without a member the position is taken as it stands.
          const consumed = { groupId: place.group, generationId: -1, memberId: '', coordinatorId }
          await transaction.addOffset({ ...place, offset: position - 1n, metadata: { consumer: consumed } } as never)
          await transaction.commit()
        } catch (error) {
          await transaction.abort().catch(() => {})
          throw error
        }
      }),
    close,
  }
}

async function partitionsOf(reader: Consumer, topics: ReadonlySet<string>): Promise<Map<string, number>> {
  if (topics.size === 0) return new Map()
  // A topic that is missing stays missing: a few tries are for one that was made a moment ago.
  const metadata = await reader.metadata({ topics: [...topics], retries: 2 })
  return new Map([...metadata.topics].map(([topic, { partitions }]) => [topic, partitions.length]))
}

/** Records that are sent together: all have one codec, and times near each other. */
interface Batch {
  compression: number
  records: Positioned[]
  bytes: number
  /** ms */
  first: bigint
  last: bigint
}

/** Parts that are sent one after the other. */
function* batches(records: readonly Positioned[]): Generator<Batch> {
  let batch: Batch | undefined
  for (const one of records) {
    const { compression } = one.send
    const bytes = one.record.value.length + one.record.key.length
    const time = BigInt(one.record.timestamp)
    if (batch !== undefined && !fits(batch, { compression, bytes, time })) {
      yield batch
      batch = undefined
    }
    batch ??= { compression, records: [], bytes: 0, first: time, last: time }
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

function toMessage(
  { topic, key, value, headers, timestamp }: KafkaRecord,
  partitions: number,
): MessageToProduce<string, string, HeaderName, string> {
  return {
    topic,
    key,
    value,
    headers: new Map(headerPairs(headers).map(([name, text]) => [[name], text])),
    timestamp: BigInt(timestamp),
    partition: partitionForKey(key, partitions),
  }
}

const codecs: readonly CompressionAlgorithmValue[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd']
