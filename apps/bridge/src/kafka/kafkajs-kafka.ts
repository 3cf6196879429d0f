import type { TopicDetail, TopicSummary } from '@mapping-designer/shared-types'
import kafkajs, { type Admin, type IHeaders, type Kafka, type Producer, type SASLOptions } from 'kafkajs'
import type { Profile } from '../config/profile.ts'
import { answered } from './answered.ts'
import { browse, fetchFrom, positionsFrom, readToEnd } from './browse-records.ts'
import { changeTopic, createTopic, deleteTopic } from './change-topics.ts'
import { registerCodecs } from './codecs.ts'
import { withDeadline } from './deadline.ts'
import { explainError } from './explain-error.ts'
import { guardedSockets } from './host-policy.ts'
import { type IdleConnection, idleConnection } from './idle-connection.ts'
import { KafkaFailure, type KafkaPort } from './kafka-port.ts'
import { readRecord } from './read-record.ts'
import { openReader, type Reader } from './reader.ts'
import { settleSend } from './settle-send.ts'
import { testConnection } from './test-connection.ts'
import { tokenProvider } from './token-provider.ts'
import { topicPartitions } from './topic-partitions.ts'
import { whileBusy } from './while-busy.ts'

const connectLimit = 8_000
const sendLimit = 15_000

/** KafkaPort over kafkajs, the client that walkerOS itself produces with. */
export function kafkajsKafka(profile: Profile): KafkaPort {
  registerCodecs()
  const kafka = createClient(profile)
  const admin = idleConnection(
    () => connected(kafka.admin()),
    (open: Admin) => open.disconnect(),
  )
  const producers = new Map<boolean, IdleConnection<Producer>>()
  const reader = idleConnection(
    async () => openReader(profile),
    (open: Reader) => open.close(),
  )

  const producerFor = (isIdempotent: boolean): IdleConnection<Producer> => {
    const known = producers.get(isIdempotent)
    if (known !== undefined) return known
    const opened = idleConnection(
      () => connected(createProducer(kafka, isIdempotent)),
      (open) => open.disconnect(),
    )
    producers.set(isIdempotent, opened)
    return opened
  }

  const asked = async <T>(what: string, ms: number, work: Promise<T>): Promise<T> => {
    try {
      return await withDeadline(work, ms, what)
    } catch (error) {
      throw explainError(error, profile.brokers)
    }
  }

  const partitionsOf = (topic: string) =>
    asked(
      `The cluster, asked for ${topic},`,
      connectLimit,
      admin.use(async (open) => (await topicPartitions(open, topic)).length),
    )

  const positionsOf = (topic: string) => (open: Reader) =>
    positionsFrom(open, topic, { from: { kind: 'latest' }, limit: 0 })

  /** Places that brokers told senders of, so that no two of them claim one record. */
  const acknowledged = new Set<string>()

  return {
    partitionsOf,
    listTopics: () => asked('The list of topics', connectLimit, admin.use(listTopics)),
    createTopic: (topic, partitions) =>
      asked(
        `The creation of ${topic}`,
        connectLimit,
        admin.use((open) => createTopic(open, topic, { partitions })),
      ),
    createTopicAs: (topic, settings) =>
      asked(
        `The creation of ${topic}`,
        connectLimit,
        admin.use((open) => createTopic(open, topic, settings)),
      ),
    changeTopic: (topic, change) =>
      asked(
        `The change of ${topic}`,
        connectLimit,
        admin.use((open) => changeTopic(profile, open, topic, change)),
      ),
    deleteTopic: (topic) =>
      asked(
        `The deletion of ${topic}`,
        connectLimit,
        admin.use((open) => deleteTopic(open, topic)),
      ),
    describeTopic: (topic) =>
      asked(
        `The cluster, asked for ${topic},`,
        connectLimit,
        admin.use((open) => describeTopic(open, topic)),
      ),
    testConnection: () => testConnection(profile, (broker) => createClient(profile, [broker], 0).admin()),
    browse: (topic, query) =>
      asked(
        `Reading ${topic}`,
        connectLimit,
        reader.use((open) => browse(open, topic, query, AbortSignal.timeout(connectLimit))),
      ),
    async *follow(topic, signal) {
      // A reader of its own: a long wait must not hold back the others, nor the one who leaves in the midst of it.
      const own = openReader(profile)
      const leave = () => void own.close()
      signal.addEventListener('abort', leave)
      try {
        const { end } = await positionsOf(topic)(own)
        while (!signal.aborted) {
          const records = await fetchFrom(own, topic, end, 1_000)
          if (records.length > 0) yield records
        }
      } catch (error) {
        if (!signal.aborted) throw explainError(error, profile.brokers)
      } finally {
        signal.removeEventListener('abort', leave)
        await own.close()
      }
    },
    async send(record, { acks, compression, timeout, idempotent: isIdempotent = false }) {
      const { topic, headers, ...message } = record
      // A send to a missing topic is retried for ten seconds; asking first answers at once. Where the log ends now is
      // where a record is looked for whose answer got lost.
      const { end } = await asked(`The cluster, asked for ${topic},`, connectLimit, reader.use(positionsOf(topic)))
      const messages = [{ ...message, headers: headers as IHeaders }]
      const request = { topic, acks, compression, messages, ...(timeout && { timeout }) }
      return settleSend({
        record,
        acknowledged,
        attempt: async () => {
          const sent = producerFor(isIdempotent).use((producer) => producer.send(request))
          const [result] = await asked(`The record for ${topic}`, sendLimit, sent)
          if (acks === 0)
            throw new KafkaFailure('not-acknowledged', 'With acks 0 the broker does not say whether it wrote a record.')
          // The client itself throws what the broker says against the record.
          const { partition, baseOffset } = answered(result, 'the partition of the record')
          return { partition, offset: answered(baseOffset, 'the offset of the record') }
        },
        writtenSince: () => {
          const since = reader.use((open) => readToEnd(open, topic, new Map(end)))
          return asked(`Reading ${topic}`, connectLimit, since)
        },
      })
    },
    read: (topic, partition, offset) =>
      asked(
        `Reading ${topic} ${partition}@${offset}`,
        connectLimit,
        reader.use((open) => readRecord(open, topic, partition, offset)),
      ),
    async close() {
      await Promise.all([admin.close(), reader.close(), ...[...producers.values()].map((producer) => producer.close())])
    },
  }
}

function createClient(profile: Profile, brokers: string[] = profile.brokers, retries = 5): Kafka {
  const { ssl, sasl } = profile
  return new kafkajs.Kafka({
    clientId: 'kafka-mapping-designer',
    brokers,
    socketFactory: guardedSockets(profile),
    ...(ssl && { ssl: { ...ssl } }),
    ...(sasl && { sasl: saslOf(sasl) }),
    connectionTimeout: 4_000,
    requestTimeout: 10_000,
    // Retries are for a leader that moves and for a topic made a moment ago; two seconds in all, then it is said.
    retry: { retries, initialRetryTime: 100, maxRetryTime: 500 },
    logLevel: kafkajs.logLevel.NOTHING,
  })
}

function saslOf(sasl: NonNullable<Profile['sasl']>): SASLOptions {
  if (sasl.mechanism !== 'oauthbearer' && sasl.mechanism !== 'aws-msk-iam') return sasl as SASLOptions
  const token = tokenProvider(sasl)
  return { mechanism: 'oauthbearer', oauthBearerProvider: async () => ({ value: await token() }) }
}

function createProducer(kafka: Kafka, isIdempotent: boolean): Producer {
  return kafka.producer({
    allowAutoTopicCreation: false,
    idempotent: isIdempotent,
    // Without idempotence a second try could write the record a second time.
    ...(!isIdempotent && { retry: { retries: 0 } }),
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  })
}

async function connected<T extends Admin | Producer>(client: T): Promise<T> {
  try {
    await withDeadline(client.connect(), connectLimit, 'The cluster')
    return client
  } catch (error) {
    client.disconnect().catch(() => {})
    throw error
  }
}

async function listTopics(admin: Admin): Promise<TopicSummary[]> {
  const { topics } = await admin.fetchTopicMetadata()
  const own = topics.filter(({ name }) => !name.startsWith('__')).sort((a, b) => a.name.localeCompare(b.name))
  const settings = await settingsOf(
    admin,
    own.map(({ name }) => name),
  )
  return own.map(({ name, partitions }) => ({ name, partitions: partitions.length, ...settings.get(name) }))
}

type TopicSettings = Omit<TopicSummary, 'name' | 'partitions'>

/** Settings of topics; none where the principal may not describe configs, which is no reason to fail. */
async function settingsOf(admin: Admin, topics: readonly string[]): Promise<Map<string, TopicSettings>> {
  if (topics.length === 0) return new Map()
  const asked = topics.map((name) => ({
    type: kafkajs.ConfigResourceTypes.TOPIC,
    name,
    configNames: ['max.message.bytes', 'retention.ms', 'cleanup.policy', 'message.timestamp.type'],
  }))
  try {
    const { resources } = await admin.describeConfigs({ resources: asked, includeSynonyms: false })
    return new Map(
      resources.map(({ resourceName, configEntries }) => {
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

async function describeTopic(admin: Admin, topic: string): Promise<TopicDetail> {
  const found = await topicPartitions(admin, topic)
  const asked = whileBusy(() => admin.fetchTopicOffsets(topic))
  const [offsets, config] = await Promise.all([asked, configOf(admin, topic)])
  const partitions = found
    .map(({ partitionId: partition, leader, replicas, isr: inSync }) => {
      const ends = answered(
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
  const asked = { type: kafkajs.ConfigResourceTypes.TOPIC, name: topic }
  try {
    const { resources } = await admin.describeConfigs({ resources: [asked], includeSynonyms: false })
    return resources
      .flatMap(({ configEntries }) => configEntries)
      .map(({ configName: name, configValue: value, isDefault }) => ({ name, value, isDefault }))
      .sort((a, b) => a.name.localeCompare(b.name))
  } catch {
    return []
  }
}
