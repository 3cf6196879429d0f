import { setTimeout as sleep } from 'node:timers/promises'
import type { Admin } from 'kafkajs'
import { explainError } from './explain-error.ts'
import { KafkaFailure, type KafkaPort } from './kafka-port.ts'

/** ms in which brokers learn what the controller changed, and choose leaders */
const spreadLimit = 5_000

type Asked = Pick<Admin, 'fetchTopicMetadata'>

/** Creates a topic and waits until a broker names a leader for each partition. */
export async function createTopic(
  admin: Asked & Pick<Admin, 'createTopics'>,
  topic: string,
  { partitions, replicationFactor, config = {}, validateOnly = false }: Parameters<KafkaPort['createTopicAs']>[1],
): Promise<void> {
  const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }))
  const isNew = await admin.createTopics({
    topics: [{ topic, numPartitions: partitions, ...(replicationFactor && { replicationFactor }), configEntries }],
    validateOnly,
    // The client's own wait fails on a broker that has not heard of the topic yet.
    waitForLeaders: false,
  })
  if (!isNew) throw new KafkaFailure('topic-exists', `The topic ${topic} exists already.`)
  if (validateOnly || (await becomes(admin, topic, 'led'))) return
  throw new KafkaFailure('busy', `The topic ${topic} was created, but its partitions have no leader yet.`, {
    hint: 'Look at the topic again in a moment.',
  })
}

/** Deletes a topic and waits until a broker has forgotten it. */
export async function deleteTopic(admin: Asked & Pick<Admin, 'deleteTopics'>, topic: string): Promise<void> {
  await admin.deleteTopics({ topics: [topic], timeout: spreadLimit })
  await becomes(admin, topic, 'missing')
}

type Standing = 'missing' | 'unled' | 'led'

async function becomes(admin: Asked, topic: string, wanted: Standing): Promise<boolean> {
  const deadline = performance.now() + spreadLimit
  while ((await standingOf(admin, topic)) !== wanted) {
    if (performance.now() > deadline) return false
    await sleep(20)
  }
  return true
}

async function standingOf(admin: Asked, topic: string): Promise<Standing> {
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
    const partitions = topics[0]?.partitions ?? []
    return partitions.length > 0 && partitions.every(({ leader }) => leader >= 0) ? 'led' : 'unled'
  } catch (error) {
    const { code } = explainError(error, [])
    if (code === 'topic-missing') return 'missing'
    if (code === 'busy') return 'unled'
    throw error
  }
}
