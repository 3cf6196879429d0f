import { internalTopics } from '@mapping-designer/mapping-engine'
import { Connection, Consumer } from '@platformatic/kafka'
import type { Profile } from '../config/profile.ts'
import { fetchPacked, type PackedPartition } from './fetch-packed.ts'
import { checkAdvertised } from './host-policy.ts'
import { KafkaFailure } from './kafka-port.ts'
import { connectionOf, withErrorListener } from './platformatic-connection.ts'
import { type Batch, readBatches, readBudget } from './read-batches.ts'
import { requireAnswer } from './require-answer.ts'

/** Whether the topic puts the time at which the broker wrote a record in place of its own. */
export const hasAppendTime = ({ attributes }: Pick<Batch, 'attributes'>): boolean => (attributes & 0x08) !== 0

/** Time of a record in ms as consumers see it: with LogAppendTime the broker changes the batch and not its records. */
export function timestampOf(batch: Batch, record: Batch['records'][number]): string {
  return String(hasAppendTime(batch) ? batch.maxTimestamp : batch.firstTimestamp + record.timestampDelta)
}

/** Where to read in one partition. */
export interface FetchPlace {
  partition: number
  offset: bigint
}

export interface FetchLimits {
  /** ms to wait where nothing is there yet */
  wait: number
  /** Bytes of one partition; a larger batch comes whole. */
  bytes: number
}

/** One partition of an answer; where it comes to a lot, the last batches are for the next time. */
export interface FetchedPartition extends Omit<PackedPartition, 'batches'> {
  records: Batch[]
}

/**
 * Reads a log with a client that shares no code with the producer, so that a fault in kafkajs cannot hide itself when
 * a record is compared with what was sent. It joins no consumer group.
 *
 * `Consumer.fetch` of @platformatic/kafka is not used: it removes aborted transactions itself, and takes all between
 * two aborted transactions of one producer for aborted, so that committed records go missing.
 */
export interface Reader {
  /** Partitions of a topic with the ids of their leaders; rejects with `topic-missing`. */
  partitionsOf(topic: string): Promise<{ leader: number }[]>
  /** Differs between clusters, and between topics of one name of which one was deleted. */
  identityOf(topic: string): Promise<string>
  /** Offset by partition for a time in ms, or -1 for the end and -2 for the begin of the log. */
  offsetsAt(topic: string, timestamp: bigint, partitions: number[]): Promise<bigint[]>
  /**
   * Batches up to the last stable offset; asks each leader once. What they unpack to is bounded; rejects with
   * `batch-too-large` where the first batch of a partition alone is too much.
   */
  fetch(topic: string, places: readonly FetchPlace[], limits: FetchLimits): Promise<FetchedPartition[]>
  close(): Promise<void>
}

export function openReader(profile: Profile): Reader {
  const client: Client = withErrorListener(
    new Consumer({ ...connectionOf(profile), groupId: 'kafka-mapping-designer' }),
  )
  const metadataOf = (topic: string) => topicMetadata(client, profile, topic)
  const leaders = openLeaders(profile, client)
  let fetches = 0

  /** Another partition comes first each time, so that one that comes to a lot does not keep the others waiting. */
  const inTurn = <T>(partitions: readonly T[]): T[] => {
    const first = fetches++ % Math.max(1, partitions.length)
    return [...partitions.slice(first), ...partitions.slice(0, first)]
  }

  return {
    partitionsOf: async (topic) => Object.values((await metadataOf(topic)).partitions),
    identityOf: async (topic) => (await metadataOf(topic)).identity,
    async offsetsAt(topic, timestamp, partitions) {
      const found = await client.listOffsets({ topics: [topic], timestamp, partitions: { [topic]: partitions } })
      return requireAnswer(found.get(topic), 'the offsets of the topic')
    },
    async fetch(topic, places, limits) {
      const offsets = new Map(places.map(({ partition, offset }) => [partition, offset]))
      const { partitions } = await metadataOf(topic)
      const byLeader = Map.groupBy(
        places,
        ({ partition }) => requireAnswer(partitions[partition], `partition ${partition} of ${topic}`).leader,
      )
      const answers = await Promise.all(
        [...byLeader].map(([node, ofNode]) => leaders.fetch(node, topic, ofNode, limits)),
      )
      const budget = readBudget()
      const fetched: FetchedPartition[] = []
      for (const { batches, ...packed } of inTurn(answers.flat())) {
        const offset = requireAnswer(offsets.get(packed.partitionIndex), 'only the partitions that were asked for')
        const place = { topic, partition: packed.partitionIndex }
        fetched.push({ ...packed, records: await readBatches(batches, offset, place, budget) })
      }
      return fetched
    },
    async close() {
      await Promise.allSettled([client.close(true), leaders.close()])
    },
  }
}

type Client = Consumer<Buffer, Buffer, Buffer, Buffer>

async function topicMetadata(client: Client, profile: Profile, topic: string) {
  client.topics.trackAll(topic)
  const metadata = await client.metadata({ topics: [topic] })
  await checkAdvertised(profile, metadata.brokers.values())
  const found = metadata.topics.get(topic)
  // The client hides these; the broker takes nothing for them.
  if (internalTopics.has(topic)) throw new KafkaFailure('record-refused', `${topic} belongs to Kafka itself.`)
  if (found === undefined) throw new KafkaFailure('topic-missing', `The topic ${topic} does not exist.`)
  return { brokers: metadata.brokers, partitions: found.partitions, identity: `${metadata.id} ${found.id}` }
}

/** A connection to each broker that leads a partition. */
function openLeaders(profile: Profile, client: Client) {
  const options = connectionOf(profile)
  const connections = new Map<number, Promise<Connection>>()

  const connectTo = async (node: number, topic: string): Promise<Connection> => {
    const broker = (await topicMetadata(client, profile, topic)).brokers.get(node)
    if (broker === undefined) throw new KafkaFailure('busy', `A partition of ${topic} has no leader at the moment.`)
    const connection = withErrorListener(new Connection(options.clientId, options))
    await connection.connect(broker.host, broker.port)
    return connection
  }

  const fetch = async (node: number, topic: string, places: readonly FetchPlace[], { wait, bytes }: FetchLimits) => {
    const known = connections.get(node) ?? connectTo(node, topic)
    connections.set(node, known)
    try {
      const partitions = places.map(({ partition, offset }) => ({
        partition,
        fetchOffset: offset,
        partitionMaxBytes: bytes,
        currentLeaderEpoch: -1,
        lastFetchedEpoch: -1,
      }))
      const topics = [{ topicId: topic, partitions }]
      const connection = await known
      const isolation = 1
      // Without a session every request stands for itself, so that one may overtake another.
      const noSession = [0, -1] as const
      return await fetchPacked(connection, wait, 1, 2 ** 24, isolation, ...noSession, topics, [], '')
    } catch (error) {
      // The next one asks again who leads, on a connection of its own.
      if (connections.get(node) === known) connections.delete(node)
      client.clearMetadata()
      known.then((connection) => connection.close()).catch(() => {})
      throw error
    }
  }

  const close = async () => {
    const open = [...connections.values()]
    connections.clear()
    await Promise.allSettled(open.map(async (connection) => (await connection).close()))
  }
  return { fetch, close }
}
