import type { TopicDetail, TopicSummary } from '@mapping-designer/shared-types'
import kafkajs, { type Admin } from 'kafkajs'
import { requireAnswer } from './require-answer.ts'
import { retryWhile } from './retry-while.ts'
import { topicPartitions } from './topic-partitions.ts'

/** ms in which a partition that was just made, or that moves, gets a leader that knows it is one */
const leaderLimit = 3_000

/** All topics but those of Kafka's own, by name. */
export async function listTopics(admin: Admin): Promise<TopicSummary[]> {
  const { topics } = await admin.fetchTopicMetadata()
  const shown = topics.filter(({ name }) => !name.startsWith('__')).sort((a, b) => a.name.localeCompare(b.name))
  const settings = await settingsOf(
    admin,
    shown.map(({ name }) => name),
  )
  return shown.map(({ name, partitions }) => ({ name, partitions: partitions.length, ...settings.get(name) }))
}

type TopicSettings = Omit<TopicSummary, 'name' | 'partitions'>

/** Settings of topics; none where the principal may not describe configs, which is no reason to fail. */
async function settingsOf(admin: Admin, topics: readonly string[]): Promise<Map<string, TopicSettings>> {
  if (topics.length === 0) return new Map()
  const resources = topics.map((name) => ({
    type: kafkajs.ConfigResourceTypes.TOPIC,
    name,
    configNames: ['max.message.bytes', 'retention.ms', 'cleanup.policy', 'message.timestamp.type'],
  }))
  try {
    const answer = await admin.describeConfigs({ resources, includeSynonyms: false })
    return new Map(
      answer.resources.map(({ resourceName, configEntries }) => {
        const values = new Map(configEntries.map(({ configName, configValue }) => [configName, configValue]))
        return [resourceName, topicSettings(values)]
      }),
    )
  } catch {
    return new Map()
  }
}

function topicSettings(values: ReadonlyMap<string, string>): TopicSettings {
  const bytes = Number(values.get('max.message.bytes'))
  const retention = Number(values.get('retention.ms'))
  const isDeleting = String(values.get('cleanup.policy')).includes('delete')
  return {
    ...(Number.isInteger(bytes) && { maxMessageBytes: bytes }),
    ...(isDeleting && retention >= 0 && { retentionMs: retention }),
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

/** Settings of a topic; none where the user may not describe them. */
async function configOf(admin: Admin, topic: string): Promise<TopicDetail['config']> {
  const resource = { type: kafkajs.ConfigResourceTypes.TOPIC, name: topic }
  try {
    const { resources } = await admin.describeConfigs({ resources: [resource], includeSynonyms: false })
    return resources
      .flatMap(({ configEntries }) => configEntries)
      .map(({ configName: name, configValue: value, isDefault }) => ({ name, value, isDefault }))
      .sort((a, b) => a.name.localeCompare(b.name))
  } catch {
    return []
  }
}
