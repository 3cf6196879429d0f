import { type Consumer, ProduceAcks } from '@platformatic/kafka'
import { explainError } from './explain-error.ts'
import { KafkaFailure, reasonOfWrite } from './kafka-port.ts'
import { type PackedMessage, packBatch } from './produce-request.ts'
import { type Batch, codecs, type Positioned, type Routed, roundsOf, routedByTopic } from './record-batches.ts'
import { requireAnswer } from './require-answer.ts'
import type { InputPlace } from './stable-positions.ts'
import type { Transaction, TransactionProducer } from './transaction-producer.ts'

/** What an open writer works with. */
export interface Clients {
  producer: TransactionProducer
  /** Numbers the records of each partition, from the opening on. */
  sequences: Sequences
  /** Keeps the group of the position; it never becomes a member of it. */
  consumer: Consumer
  coordinatorId: number
  /** Where the position is kept. */
  place: InputPlace
  /** Named where nothing answers. */
  brokers: readonly string[]
}

/** Records, and the position that they bring an input to. */
export interface Part {
  records: readonly Positioned[]
  position: bigint
  place: InputPlace
  /** Called when the transaction has all; it is committed when this resolves, and aborted when it rejects. */
  onFilled: (() => Promise<void> | void) | undefined
}

/**
 * Writes the parts, of which there is at least one and all are of one member of one group, into a transaction; answers what
 * commits it. What rejects has aborted it.
 */
export async function fillTransaction(clients: Clients, parts: readonly Part[]): Promise<() => Promise<void>> {
  const transaction = await clients.producer.beginTransaction()
  const orAbort = async (work: () => Promise<void>) => {
    try {
      await work()
    } catch (error) {
      await transaction.abort().catch(() => {})
      throw error
    }
  }
  await orAbort(async () => {
    const sends: Send[] = []
    const records = parts.flatMap((part) => part.records)
    for (const [topic, some] of routedByTopic(records)) sends.push(await addTopic(clients, transaction, topic, some))
    // A transaction that fails is aborted when nothing of it is under way any more.
    await allOver([sendAll(clients, transaction, sends), addPositions(clients, transaction, parts)])
    await allOver(parts.map(async ({ onFilled }) => onFilled?.()))
  })
  return () => orAbort(() => transaction.commit())
}

/** Waits for all, and rejects as the first of them in the list that did: what follows a refused batch is refused as well. */
async function allOver(work: readonly Promise<unknown>[]): Promise<void> {
  const settled = await Promise.allSettled(work)
  const failed = settled.find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
}

async function addPositions(
  { consumer, producer, coordinatorId }: Clients,
  transaction: Transaction,
  parts: readonly Part[],
): Promise<void> {
  await transaction.addConsumer(consumer)
  const positions = parts.map(({ place, position }) => ({ ...place, position }))
  await producer.addPositions(transaction, coordinatorId, positions)
}

/** What a topic gets, request by request. */
interface Send {
  topic: string
  rounds: Batch[][]
}

/** Tells the coordinator of all partitions of a topic in one request. */
async function addTopic(
  { consumer, brokers }: Clients,
  transaction: Transaction,
  topic: string,
  records: readonly Routed[],
): Promise<Send> {
  return naming(topic, brokers, async () => {
    // A topic that is missing stays missing: a few tries are for one that was made a moment ago.
    const metadata = await consumer.metadata({ topics: [topic], retries: 2 })
    const { partitionsCount } = requireAnswer(metadata.topics.get(topic), `the topic ${topic}`)
    const rounds = roundsOf(records, partitionsCount)
    // The first round has all partitions.
    await transaction.addPartitions(metadata, rounds[0]?.map(({ partition }) => ({ topic, partition })) as never)
    return { topic, rounds }
  })
}

/**
 * Packs all at once, and sends the rounds one behind the other without waiting for answers: the broker refuses what comes out
 * of order, and one batch of a full partition would wait for the answer to the one before. Settles when nothing is under way.
 */
async function sendAll(
  { brokers, sequences }: Clients,
  transaction: Transaction,
  sends: readonly Send[],
): Promise<void> {
  await allOver(
    sends.map(({ topic, rounds }) =>
      naming(topic, brokers, async () => {
        const packed = rounds.map((round) =>
          Promise.all(
            round.map(async ({ partition, compression, records }): Promise<PackedMessage> => {
              const sequence = sequences.take(topic, partition, records.length)
              return { topic, partition, value: await packBatch(records, codecs[compression] ?? 'none', sequence) }
            }),
          ),
        )
        const answers: Promise<unknown>[] = []
        const sendInTurn = async () => {
          for (const messages of packed) {
            answers.push(transaction.send({ messages: await messages, acks: ProduceAcks.ALL }))
          }
        }
        await allOver([sendInTurn(), ...packed]).finally(() => allOver(answers))
      }),
    ),
  )
}

/** The numbers by which a broker knows that a batch comes twice or that one is missing. */
interface Sequences {
  /** The number of the first of so many records that are sent next. */
  take(topic: string, partition: number, count: number): number
}

export function countSequences(): Sequences {
  const next = new Map<string, number>()
  return {
    take(topic, partition, count) {
      const place = `${topic}/${partition}`
      const first = next.get(place) ?? 0
      // Behind the largest number of 32 bits comes 0.
      next.set(place, (first + count) % 2 ** 31)
      return first
    },
  }
}

/** Rejects with a sentence that names the topic. */
async function naming<T>(topic: string, brokers: readonly string[], work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const failure = explainError(error, brokers)
    throw new KafkaFailure(failure.code, reasonOfWrite(failure, topic), { cause: error })
  }
}
