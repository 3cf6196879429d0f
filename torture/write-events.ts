import { setTimeout as sleep } from 'node:timers/promises'
import type { Cluster } from './cluster.ts'
import { insist } from './insist.ts'

export const partitions = 6
const keys = 97

/**
 * Writes what a worker may meet until the signal: events of some keys, values that are none, tombstones, fillers that
 * compaction removes, and transactions that are aborted. Answers the numbers of the events that the brokers acknowledged.
 */
export async function writeEvents(
  { kafka }: Cluster,
  { topic, perRound, signal }: { topic: string; perRound: number; signal: AbortSignal },
): Promise<number[]> {
  // The client must not send again by itself what may be in the log already: it would be there under the same keys.
  const producer = kafka.producer({ retry: { retries: 0 } })
  await insist(() => producer.connect())
  const acknowledged: number[] = []
  let next = 1
  let attempts = 0

  /** kafkajs loses partitions of a request whose leaders move while it is sent, so each request has one partition. */
  const writeRound = async () => {
    const inputs = Array.from({ length: perRound }, () => inputOf(next++))
    const byPartition = Map.groupBy(inputs, ({ partition }) => partition)
    for (const messages of byPartition.values()) {
      // After a fault an event may be in the log twice: it is two events of the input then. Compaction would remove the
      // first of them, which is mapped, if they had one key.
      await insist(() => producer.send({ topic, messages: withKeysOf(attempts++, messages), acks: -1 }))
    }
    for (const { number, isEvent } of inputs) if (isEvent) acknowledged.push(number)
  }
  /** With a producer of its own each time: after a fault kafkajs begins no other transaction. */
  const abandonRound = async () => {
    const abandoning = kafka.producer({ transactionalId: 'abandoned', transactionTimeout: 10_000 })
    try {
      await abandoning.connect()
      const transaction = await abandoning.transaction()
      const messages = Array.from({ length: 20 }, () => inputOf(next++))
      await transaction.send({ topic, messages })
      await transaction.abort()
    } finally {
      await abandoning.disconnect()
    }
  }
  for (let round = 0; !signal.aborted; round++) {
    await writeRound()
    if (round % 10 === 0) await abandonRound().catch(() => {})
    await sleep(50)
  }
  await insist(abandonRound)
  await producer.disconnect()
  return acknowledged
}

const withKeysOf = <T extends { key: string }>(attempt: number, messages: readonly T[]): T[] =>
  messages.map((message) => (message.key === filler ? message : { ...message, key: `${message.key}-${attempt}` }))

/** The key of what compaction removes. */
const filler = 'filler'

function inputOf(number: number) {
  const key = number % keys
  const input = (name: string, value: string | null) => ({ key: name, value, number, partition: key % partitions })
  if (number % 50 === 0) return { ...input(`g${number}`, `garbage ${number}`), isEvent: false }
  if (number % 50 === 1) return { ...input(`t${number}`, null), isEvent: false }
  const name = number % 20 === 2 ? 'order side' : number % 20 === 3 ? 'order split' : 'order complete'
  const isFiller = number % 20 === 4
  const event = { name: isFiller ? 'gap filler' : name, data: { number, key: `k${key}` } }
  return { ...input(isFiller ? filler : `e${number}`, JSON.stringify(event)), isEvent: !isFiller }
}
