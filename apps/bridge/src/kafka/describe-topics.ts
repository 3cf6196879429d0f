import type { TopicDetail, TopicSummary } from '@mapping-designer/shared-types'
import kafkajs, { type Admin } from 'kafkajs'
import { requireAnswer } from './require-answer.ts'
import { retryWhile } from './retry-while.ts'
import { topicPartitions } from './topic-partitions.ts'

/** ms in which a partition that was just made, or that moves, gets a leader that knows it is one */
const leaderLimit = 3_000

type TopicLister = Pick<Admin, 'fetchTopicMetadata' | 'describeConfigs'>

/** All topics but those of Kafka's own, by name. */
export async function listTopics(admin: TopicLister): Promise<TopicSummary[]> {
  const { topics } = await admin.fetchTopicMetadata()
  const shown = topics.filter(({ name }) => !name.startsWith('__')).sort((a, b) => a.name.localeCompare(b.name))
  const settings = await settingsOf(
    admin,
    shown.map(({ name }) => name),
  )
  return shown.map(({ name, partitions }) => ({ name, partitions: partitions.length, ...settings.get(name) }))
}

type TopicSettings = Omit<TopicSummary, 'name' | 'partitions'>

/** How many requests look for the topics of which the cluster does not show the settings. */
const maxSettingsRequests = 40

/**
 * Settings by topic; none where the principal may not describe them, which is no reason to fail.
 *
 * kafkajs 2.2.4 drops a whole answer in which one topic is refused, because it was deleted meanwhile or an ACL hides it.
 * Each half of such a request is then sent alone, so that the other topics keep their settings.
 */
async function settingsOf(admin: TopicLister, topics: readonly string[]): Promise<Map<string, TopicSettings>> {
  const settings = new Map<string, TopicSettings>()
  let left = maxSettingsRequests
  const ask = async (names: readonly string[]): Promise<void> => {
    if (names.length === 0 || left-- <= 0) return
    try {
      for (const [name, values] of await describeConfigs(admin, names)) settings.set(name, topicSettings(values))
    } catch (error) {
      requireRefusal(error)
      if (names.length === 1) return
      const middle = Math.ceil(names.length / 2)
      await Promise.all([ask(names.slice(0, middle)), ask(names.slice(middle))])
    }
  }
  await ask(topics)
  return settings
}

async function describeConfigs(admin: TopicLister, topics: readonly string[]) {
  const configNames = [
    'max.message.bytes',
    'retention.ms',
    'retention.bytes',
    'cleanup.policy',
    'message.timestamp.type',
  ]
  const resources = topics.map((name) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name, configNames }))
  const answer = await admin.describeConfigs({ resources, includeSynonyms: false })
  return answer.resources.map(({ resourceName, configEntries }) => {
    const values = new Map(configEntries.map(({ configName, configValue }) => [configName, configValue]))
    return [resourceName, values] as const
  })
}

function topicSettings(values: ReadonlyMap<string, string>): TopicSettings {
  const bytes = Number(values.get('max.message.bytes'))
  const retention = Number(values.get('retention.ms'))
  const size = Number(values.get('retention.bytes'))
  const policy = String(values.get('cleanup.policy'))
  const isDeleting = policy.includes('delete')
  return {
    ...(Number.isInteger(bytes) && { maxMessageBytes: bytes }),
    ...(isDeleting && retention >= 0 && { retentionMs: retention }),
    ...(isDeleting && size >= 0 && { retentionBytes: size }),
    ...(policy.includes('compact') && { isCompacted: true }),
    ...(values.get('message.timestamp.type') === 'LogAppendTime' && { timestampType: 'LogAppendTime' }),
  }
}

/** Partitions with their leaders and offsets, and settings where the user may see them. */
export async function describeTopic(admin: Admin, topic: string): Promise<TopicDetail> {
  const found = await topicPartitions(admin, topic)
  const offsetsOf = retryWhile(['busy'], leaderLimit, () => admin.fetchTopicOffsets(topic))
  const [offsets, config] = await Promise.all([offsetsOf, configOf(admin, topic)])
  const partitions = found
    .map(({ partitionId: partition, leader, replicas, isr: inSync }) => {
      const ends = requireAnswer(
        offsets.find((one) => one.partition === partition),
        `partition ${partition} of ${topic}`,
      )
      return { partition, leader, replicas, inSync, earliest: ends.low, latest: ends.high }
    })
    .sort((a, b) => a.partition - b.partition)
  return { name: topic, partitions, config }
}

/** Passes where a broker answered that it does not show the settings; throws what else went wrong. */
function requireRefusal(error: unknown): void {
  if (!(error instanceof kafkajs.KafkaJSProtocolError)) throw error
}

/** Settings of a topic; none where the user may not describe them. */
async function configOf(admin: Admin, topic: string): Promise<TopicDetail['config']> {
  const resource = { type: kafkajs.ConfigResourceTypes.TOPIC, name: topic }
  try {
    const { resources } = await admin.describeConfigs({ resources: [resource], includeSynonyms: false })
    return resources
      .flatMap(({ configEntries }) => configEntries)
      .map(({ configName: name, configValue: value, isDefault }) => ({ name, value, isDefault }))
      .sort((a, b) => a.name.localeCompare(b.name))
  } catch (error) {
    requireRefusal(error)
    return []
  }
}
