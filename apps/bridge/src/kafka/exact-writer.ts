import { Consumer } from '@platformatic/kafka'
import type { Profile } from '../config/profile.ts'
import { explainError } from './explain-error.ts'
import { checkAdvertised } from './host-policy.ts'
import { KafkaFailure } from './kafka-port.ts'
import { connectionOf, withErrorListener } from './platformatic-connection.ts'
import type { Positioned } from './record-batches.ts'
import { retryWhile } from './retry-while.ts'
import { type Share, writeAlone } from './shared-transactions.ts'
import { type InputPlace, type NotedPosition, stablePositions } from './stable-positions.ts'
import { TransactionProducer } from './transaction-producer.ts'
import { type Clients, countSequences, type Part } from './write-transaction.ts'

/**
 * Writes records and the position they bring an input to in one Kafka transaction: both are in the log, or neither.
 * Of all writers with one id only the one that opened last can write; it learns where the others came to.
 */
export interface ExactWriter {
  /** Shuts out earlier writers and answers the position that is in the log, null where there is none yet. */
  open(): Promise<bigint | null>
  /**
   * Calls `onFilled` when the transaction has all, and commits it when that resolves. Rejects with KafkaFailure; then nothing of it
   * can be read by consumers, and the writer has to be opened again.
   */
  write(records: readonly Positioned[], position: bigint, onFilled?: Part['onFilled']): Promise<void>
  close(): Promise<void>
}

/** ms in which a broker settles what came before */
const openLimit = 20_000

/**
 * Where the position of an input is kept: in the partition that it is read from, or, for an input that is no topic, in
 * partition 0 of a topic that is chosen at each opening of the writer. `choose` gets what the group has noted
 * anywhere; the largest of it is the position.
 */
export type PositionPlace = InputPlace | { group: string; choose: (noted: readonly NotedPosition[]) => Promise<string> }

/** `write` puts what is written into a transaction: one of its own, or one that several writers share. */
export function exactWriter(
  profile: Profile,
  id: string,
  place: PositionPlace,
  write: (share: Share) => Promise<void> = writeAlone,
): ExactWriter {
  let clients: Clients | undefined
  /** The position that is in the log. */
  let at: bigint | null = null
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
  const open = async () => {
    await close()
    const opened = await openClients(profile, id, place)
    clients = opened.clients
    at = opened.position
    return { clients, position: at }
  }
  const reopen = async () => {
    const expected = at
    const opened = await open()
    if (opened.position !== expected) throw new KafkaFailure('fenced', 'Another process took over this work.')
    return opened.clients
  }
  return {
    open: () => explained(async () => (await open()).position),
    write: (records, position, onFilled) =>
      explained(async () => {
        if (clients === undefined) throw new KafkaFailure('refused', 'The writer is closed.')
        await write({ clients, reopen, records, position, onFilled })
        at = position
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
