import type { Admin, PartitionMetadata } from 'kafkajs'
import { KafkaFailure } from './kafka-port.ts'

/**
 * Partitions of a topic with their leaders and replicas; rejects with `topic-missing`, or as the client does.
 *
 * kafkajs 2.2.4 drops what brokers say of a topic that they had a moment ago, and then stumbles over the answer that
 * it does not have. All topics are asked for then, and one that is not among them is gone.
 */
export async function topicPartitions(
  admin: Pick<Admin, 'fetchTopicMetadata'>,
  topic: string,
): Promise<PartitionMetadata[]> {
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
    return topics.flatMap(({ partitions }) => partitions)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const { topics } = await admin.fetchTopicMetadata()
    const found = topics.find(({ name }) => name === topic)
    if (found !== undefined) return found.partitions
    throw new KafkaFailure('topic-missing', 'The topic does not exist on this cluster.', {
      hint: 'Create it, or change the topic of the rule.',
      cause: error,
    })
  }
}
