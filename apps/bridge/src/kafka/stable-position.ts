import { Connection, type Consumer, offsetFetchV8 } from '@platformatic/kafka'
import { answered } from './answered.ts'
import type { KafkaConnection } from './platformatic-connection.ts'

/** A place in an input: the offset of the next thing to read there. */
export interface InputPlace {
  group: string
  topic: string
  partition: number
}

/**
 * The committed offset of a group, null where there is none. Rejects with UNSTABLE_OFFSET_COMMIT while the end of a
 * transaction that brings a new one is on its way: the client's own question would be answered with the old one then,
 * and what that transaction wrote would be written again.
 */
export async function stablePosition(
  options: KafkaConnection,
  consumer: Consumer,
  coordinatorId: number,
  { group: groupId, topic: name, partition }: InputPlace,
): Promise<bigint | null> {
  const { brokers } = await consumer.metadata({ topics: [] })
  const coordinator = answered(brokers.get(coordinatorId), 'the coordinator of the group')
  const connection = new Connection(options.clientId, options)
  try {
    await connection.connect(coordinator.host, coordinator.port)
    const group = { groupId, memberEpoch: -1, topics: [{ name, partitionIndexes: [partition] }] }
    const { groups } = await offsetFetchV8.api.async(connection, [group], true)
    const offset = groups[0]?.topics[0]?.partitions[0]?.committedOffset
    return offset === undefined || offset < 0n ? null : offset
  } finally {
    await connection.close()
  }
}
