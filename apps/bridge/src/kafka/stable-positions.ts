import { Connection, type Consumer, offsetFetchV8 } from '@platformatic/kafka'
import { type KafkaConnection, withErrorListener } from './platformatic-connection.ts'
import { requireAnswer } from './require-answer.ts'

/** A place in an input: the offset of the next thing to read there. */
export interface InputPlace {
  group: string
  topic: string
  partition: number
  /** Whose it is: the group refuses a position from any other member. Without a member the position is taken as it stands. */
  member?: Member | undefined
}

/** A member of a group, between two times that the group shares its partitions out. */
export interface Member {
  id: string
  generation: number
}

/** A position that a group has in a partition. */
export interface NotedPosition {
  topic: string
  partition: number
  position: bigint
}

/**
 * The committed offsets of a group, at one place or wherever it has any. Rejects with UNSTABLE_OFFSET_COMMIT while the
 * end of a transaction that brings a new one is on its way: the client's own question would be answered with the old one
 * then, and what that transaction wrote would be written again.
 */
export async function stablePositions(
  options: KafkaConnection,
  consumer: Consumer,
  coordinatorId: number,
  groupId: string,
  place?: InputPlace,
): Promise<NotedPosition[]> {
  const { brokers } = await consumer.metadata({ topics: [] })
  const coordinator = requireAnswer(brokers.get(coordinatorId), 'the coordinator of the group')
  const connection = withErrorListener(new Connection(options.clientId, options))
  try {
    await connection.connect(coordinator.host, coordinator.port)
    // Without topics Kafka answers with all of the group (KIP-709), which the client's types do not know.
    const topics = place === undefined ? null : [{ name: place.topic, partitionIndexes: [place.partition] }]
    const group = { groupId, memberEpoch: -1, topics: topics as NonNullable<typeof topics> }
    const { groups } = await offsetFetchV8.api.async(connection, [group], true)
    return (groups[0]?.topics ?? []).flatMap(({ name, partitions }) =>
      partitions
        .map(({ partitionIndex, committedOffset }) => ({
          topic: name,
          partition: partitionIndex,
          position: committedOffset,
        }))
        .filter(({ position }) => position >= 0n),
    )
  } finally {
    await connection.close()
  }
}
