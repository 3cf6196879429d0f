import { setTimeout as sleep } from 'node:timers/promises'
import {
  ConfigResourceTypes,
  IncrementalAlterConfigOperationTypes,
  Admin as PlatformaticAdmin,
} from '@platformatic/kafka'
import type { Admin } from 'kafkajs'
import type { Profile } from '../config/profile.ts'
import { explainError } from './explain-error.ts'
import { checkAdvertised } from './host-policy.ts'
import { KafkaFailure, type KafkaPort } from './kafka-port.ts'
import { connectionOf, withErrorListener } from './platformatic-connection.ts'
import { topicPartitions } from './topic-partitions.ts'

/** ms in which brokers learn what the controller changed, and choose leaders */
const propagationLimit = 5_000

type TopicAdmin = Pick<Admin, 'fetchTopicMetadata'>

/** Creates a topic and waits until a broker names a leader for each partition. */
export async function createTopic(
  admin: TopicAdmin & Pick<Admin, 'createTopics'>,
  topic: string,
  { partitions, replicationFactor, config = {}, validateOnly = false }: Parameters<KafkaPort['createTopic']>[1],
): Promise<void> {
  const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }))
  const isNew = await admin.createTopics({
    topics: [{ topic, numPartitions: partitions, ...(replicationFactor && { replicationFactor }), configEntries }],
    validateOnly,
    // The client's own wait fails on a broker that does not know the topic yet.
    waitForLeaders: false,
  })
  if (!isNew) throw new KafkaFailure('topic-exists', `The topic ${topic} exists already.`)
  if (validateOnly || (await waitUntilPropagated(async () => (await stateOf(admin, topic)) === 'has-leaders'))) return
  throw new KafkaFailure('busy', `The topic ${topic} was created, but its partitions have no leader yet.`, {
    hint: 'Look at the topic again in a moment.',
  })
}

/**
 * The answer of the broker to settings that it has refused: kafkajs drops the words in which it names the entry. Asks again with
 * the client that keeps them.
 */
export async function answerToSettings(
  profile: Profile,
  topic: string,
  { config = {} }: Parameters<KafkaPort['createTopic']>[1],
  refusal: unknown,
): Promise<unknown> {
  if (!isInvalidConfig(refusal)) return refusal
  const client = withErrorListener(new PlatformaticAdmin(connectionOf(profile)))
  try {
    const { brokers } = await client.metadata({ topics: [] })
    await checkAdvertised(profile, brokers.values())
    const configs = Object.entries(config).map(([name, value]) => ({ name, value }))
    await client.createTopics({ topics: [topic], configs })
    return refusal
  } catch (error) {
    return error
  } finally {
    await client.close()
  }
}

function isInvalidConfig(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { type, errors = [] } = error as Error & { type?: string; errors?: unknown[] }
  return type === 'INVALID_CONFIG' || errors.some(isInvalidConfig)
}

/** Adds partitions and sets settings, and waits until a broker shows them; what is not named stays. */
export async function changeTopic(
  profile: Profile,
  admin: TopicAdmin & Pick<Admin, 'createPartitions' | 'describeConfigs'>,
  topic: string,
  { partitions: count, config = {}, validateOnly = false }: Parameters<KafkaPort['changeTopic']>[1],
): Promise<void> {
  const entries: [string, string][] = Object.entries(config)
  const configs = entries.map(([name, value]) => ({ name, value, configOperation: setting }))
  if (configs.length > 0) {
    // kafkajs knows the older request alone, which takes every setting that it does not name back to its default.
    const client = withErrorListener(new PlatformaticAdmin(connectionOf(profile)))
    try {
      const { brokers } = await client.metadata({ topics: [] })
      await checkAdvertised(profile, brokers.values())
      const resources = [{ resourceType: ofTopic, resourceName: topic, configs }]
      await client.incrementalAlterConfigs({ resources, validateOnly })
    } finally {
      await client.close()
    }
  }
  if (count !== undefined) await admin.createPartitions({ topicPartitions: [{ topic, count }], validateOnly })
  if (validateOnly) return
  if (count !== undefined) await waitUntilPropagated(() => hasLeaders(admin, topic, count))
  await waitUntilPropagated(() => hasSettings(admin, topic, entries))
}

/** Whether a broker shows the settings; true where the user may not look. */
async function hasSettings(
  admin: Pick<Admin, 'describeConfigs'>,
  name: string,
  entries: readonly [string, string][],
): Promise<boolean> {
  if (entries.length === 0) return true
  const resources = [{ type: ofTopic, name, configNames: entries.map(([setting]) => setting) }]
  const answer = await admin.describeConfigs({ resources, includeSynonyms: false }).catch(() => undefined)
  const shown = new Map(answer?.resources[0]?.configEntries.map((entry) => [entry.configName, entry.configValue]))
  return answer === undefined || entries.every(([setting, value]) => shown.get(setting) === value)
}

const setting = IncrementalAlterConfigOperationTypes.SET
const ofTopic = ConfigResourceTypes.TOPIC

/** Deletes a topic and waits until a broker has forgotten it. */
export async function deleteTopic(admin: TopicAdmin & Pick<Admin, 'deleteTopics'>, topic: string): Promise<void> {
  await admin.deleteTopics({ topics: [topic], timeout: propagationLimit })
  await waitUntilPropagated(async () => (await stateOf(admin, topic)) === 'missing')
}

type TopicState = 'missing' | 'leaderless' | 'has-leaders'

/** Whether there are at least so many partitions, each with a leader. */
async function hasLeaders(admin: TopicAdmin, topic: string, count: number): Promise<boolean> {
  const partitions = await topicPartitions(admin, topic)
  return partitions.length >= count && partitions.every(({ leader }) => leader >= 0)
}

/** Asks until brokers have learned of a change; false where they have not in time. */
async function waitUntilPropagated(isThere: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + propagationLimit
  while (!(await isThere())) {
    if (performance.now() > deadline) return false
    await sleep(20)
  }
  return true
}

async function stateOf(admin: TopicAdmin, topic: string): Promise<TopicState> {
  try {
    const partitions = await topicPartitions(admin, topic)
    return partitions.length > 0 && partitions.every(({ leader }) => leader >= 0) ? 'has-leaders' : 'leaderless'
  } catch (error) {
    const { code } = explainError(error, [])
    if (code === 'topic-missing') return 'missing'
    if (code === 'busy') return 'leaderless'
    throw error
  }
}
