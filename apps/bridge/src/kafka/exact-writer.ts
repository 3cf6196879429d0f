import { Consumer, ProduceAcks } from '@platformatic/kafka'
import type { Profile } from '../config/profile.ts'
import { explainError } from './explain-error.ts'
import { checkAdvertised } from './host-policy.ts'
import { KafkaFailure, reasonOfWrite } from './kafka-port.ts'
import { connectionOf, withErrorListener } from './platformatic-connection.ts'
import { type PackedMessage, packBatch } from './produce-request.ts'
import { type Batch, codecs, type Positioned, type Routed, roundsOf, routedByTopic } from './record-batches.ts'
import { requireAnswer } from './require-answer.ts'
import { retryWhile } from './retry-while.ts'
import { type InputPlace, type NotedPosition, stablePositions } from './stable-positions.ts'
import { TransactionProducer } from './transaction-producer.ts'

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

/** ms in which a broker settles what came before */
const openLimit = 20_000

type Transaction = Awaited<ReturnType<TransactionProducer['beginTransaction']>>

/**
 * Where the position of an input is kept: in the partition that it is read from, or, for an input that is no topic, in
 * partition 0 of a topic that is chosen at each opening of the writer. `choose` gets what the group has noted
 * anywhere; the largest of it is the position.
 */
export type PositionPlace = InputPlace | { group: string; choose: (noted: readonly NotedPosition[]) => Promise<string> }

/** What an open writer works with. */
interface Clients {
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

export function exactWriter(profile: Profile, id: string, place: PositionPlace): ExactWriter {
  let clients: Clients | undefined
  const explained = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw explainError(error, profile.brokers)
    }
  }
  const close = async () => {
    const old = clients
    clients = undefined
    await Promise.allSettled([old?.producer.close(true), old?.consumer.close(true)])
  }
  return {
    open: () =>
      explained(async () => {
        await close()
        const opened = await openClients(profile, id, place)
        clients = opened.clients
        return opened.position
      }),
    write: (records, position) =>
      explained(async () => {
        if (clients === undefined) throw new KafkaFailure('refused', 'The writer is closed.')
        await writeTransaction(clients, records, position)
      }),
    close,
  }
}

const optionsOf = (profile: Profile) => ({
  ...connectionOf(profile),
  timeout: 15_000,
  // After each commit the broker needs some ms before the next transaction may begin.
  retries: 8,
  retryDelay: (_client: object, _operation: string, attempt: number) => Math.min(2.5 ** attempt, 400),
})

/** Clients that have shut out the earlier ones of the id, and the position in the log. Leaves none open that fails. */
async function openClients(
  profile: Profile,
  id: string,
  place: PositionPlace,
): Promise<{ clients: Clients; position: bigint | null }> {
  const options = optionsOf(profile)
  const consumer = withErrorListener(new Consumer({ ...options, groupId: place.group }))
  let producer: TransactionProducer | undefined
  try {
    const { brokers } = await consumer.metadata({ topics: [] })
    await checkAdvertised(profile, brokers.values())
    const coordinatorId = await settled(() => consumer.findGroupCoordinator())
    producer = await settled(() => openProducer(profile, id))
    const { group } = place
    const fixed = 'choose' in place ? undefined : place
    const noted = await settled(() => stablePositions(options, consumer, coordinatorId, group, fixed))
    const kept = 'choose' in place ? { group, topic: await place.choose(noted), partition: 0 } : place
    const sequences = countSequences()
    const clients = { producer, sequences, consumer, coordinatorId, place: kept, brokers: profile.brokers }
    const [last] = noted.toSorted((a, b) => (a.position > b.position ? -1 : 1))
    return { clients, position: last?.position ?? null }
  } catch (error) {
    await Promise.allSettled([producer?.close(true), consumer.close(true)])
    throw error
  }
}

/**
 * Asks again while the broker ends the transaction of an earlier writer, which it says in several ways, and while a
 * new cluster makes the topics that it keeps positions and transactions in.
 */
const settled = <T>(ask: () => Promise<T>) => retryWhile(['fenced', 'busy'], openLimit, ask)

/** A producer that has shut out the earlier ones of its id. */
async function openProducer(profile: Profile, transactionalId: string): Promise<TransactionProducer> {
  const producer: TransactionProducer = withErrorListener(
    new TransactionProducer({ ...optionsOf(profile), transactionalId, idempotent: true }),
  )
  try {
    // Without these the client claims to be producer 0, and the broker takes it for one that was shut out.
    const transaction = await producer.beginTransaction({ producerId: -1n, producerEpoch: -1 })
    // Nothing is in it yet, so there is nothing for the broker to abort.
    await transaction.cancel()
    return producer
  } catch (error) {
    await producer.close(true).catch(() => {})
    throw error
  }
}

async function writeTransaction(clients: Clients, records: readonly Positioned[], position: bigint): Promise<void> {
  const transaction = await clients.producer.beginTransaction()
  try {
    const sends: Send[] = []
    for (const [topic, some] of routedByTopic(records)) sends.push(await addTopic(clients, transaction, topic, some))
    // A transaction that fails is aborted when nothing of it is under way any more.
    const written = await Promise.allSettled([
      sendAll(clients, transaction, sends),
      addPosition(clients, transaction, position),
    ])
    const failed = written.find(({ status }) => status === 'rejected')
    if (failed?.status === 'rejected') throw failed.reason
    await transaction.commit()
  } catch (error) {
    await transaction.abort().catch(() => {})
    throw error
  }
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

async function sendAll(
  { brokers, sequences }: Clients,
  transaction: Transaction,
  sends: readonly Send[],
): Promise<void> {
  for (const { topic, rounds } of sends) {
    await naming(topic, brokers, async () => {
      for (const round of rounds) {
        const packing = round.map(async ({ partition, compression, records }): Promise<PackedMessage> => {
          const sequence = sequences.take(topic, partition, records.length)
          return { topic, partition, value: await packBatch(records, codecs[compression] ?? 'none', sequence) }
        })
        await transaction.send({ messages: await Promise.all(packing), acks: ProduceAcks.ALL })
      }
    })
  }
}

/** The numbers by which a broker knows that a batch comes twice or that one is missing. */
interface Sequences {
  /** The number of the first of so many records that are sent next. */
  take(topic: string, partition: number, count: number): number
}

function countSequences(): Sequences {
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

async function addPosition(
  { consumer, coordinatorId, place }: Clients,
  transaction: Transaction,
  position: bigint,
): Promise<void> {
  await transaction.addConsumer(consumer)
  // What the client asks of a message of a consumer; without a member the position is taken as it stands.
  const consumed = { groupId: place.group, generationId: -1, memberId: '', coordinatorId }
  await transaction.addOffset({ ...place, offset: position - 1n, metadata: { consumer: consumed } } as never)
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
