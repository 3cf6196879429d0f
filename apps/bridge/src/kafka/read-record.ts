import type { StoredRecord } from '@mapping-designer/shared-types'
import { Consumer } from '@platformatic/kafka'
import type { Profile } from '../config/environment.ts'
import { checkAdvertised } from './host-policy.ts'
import { KafkaFailure } from './kafka-port.ts'
import { connectionOf, heard } from './platformatic-connection.ts'

/**
 * Reads single records with a client that shares no code with the producer, so that a fault in kafkajs cannot hide
 * itself when a record is compared with what was sent. It joins no consumer group.
 */
export function openReader(profile: Profile): Reader {
  return heard(new Consumer({ ...connectionOf(profile), groupId: 'kafka-mapping-designer' }))
}

export type Reader = Consumer<Buffer, Buffer, Buffer, Buffer>

const turns = new WeakMap<Reader, Promise<unknown>>()

/** One fetch of a reader after the other: the client numbers them, and the broker refuses one that overtakes another. */
export function inTurn<T>(reader: Reader, fetch: () => Promise<T>): Promise<T> {
  const answer = (turns.get(reader) ?? Promise.resolve()).then(fetch, fetch)
  turns.set(
    reader,
    answer.catch(() => {}),
  )
  return answer
}

export async function readRecord(
  profile: Profile,
  reader: Reader,
  topic: string,
  partition: number,
  offset: string,
): Promise<StoredRecord> {
  reader.topics.trackAll(topic)
  const metadata = await reader.metadata({ topics: [topic] })
  await checkAdvertised(profile, metadata.brokers.values())
  const known = metadata.topics.get(topic)
  const leader = known?.partitions[partition]?.leader
  if (known === undefined || leader === undefined) {
    throw new KafkaFailure('topic-missing', `Partition ${partition} of ${topic} does not exist.`)
  }
  const wanted = {
    partition,
    fetchOffset: BigInt(offset),
    partitionMaxBytes: 2 ** 20,
    currentLeaderEpoch: -1,
    lastFetchedEpoch: -1,
  }
  const topics = [{ topicId: known.id, partitions: [wanted] }]
  const answer = await inTurn(reader, () =>
    reader.fetch({ node: leader, topics, maxWaitTime: 2_000, minBytes: 1, maxBytes: 2 ** 24 }),
  )
  for (const batch of answer.responses[0]?.partitions[0]?.records ?? []) {
    for (const record of batch.records) {
      if (batch.firstOffset + BigInt(record.offsetDelta) !== BigInt(offset)) continue
      return {
        topic,
        partition,
        offset,
        key: text(record.key),
        value: text(record.value),
        headers: record.headers.map(([name, value]) => [String(name), String(value)]),
        timestamp: String(batch.firstTimestamp + record.timestampDelta),
      }
    }
  }
  throw new KafkaFailure('not-found', `There is no record at ${topic} ${partition}@${offset}.`)
}

function text(bytes: Buffer | null | undefined): string | null {
  return bytes?.toString('utf8') ?? null
}
