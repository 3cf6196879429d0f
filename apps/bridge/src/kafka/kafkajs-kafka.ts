import kafkajs, { type Admin, type IHeaders, type Kafka, type Producer } from 'kafkajs'
import type { Profile } from '../config/environment.ts'
import { registerCodecs } from './codecs.ts'
import { withDeadline } from './deadline.ts'
import { explainError } from './explain-error.ts'
import { type IdleConnection, idleConnection } from './idle-connection.ts'
import { KafkaFailure, type KafkaPort } from './kafka-port.ts'
import { openReader, type Reader, readRecord } from './read-record.ts'

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
      admin.use(async (open) => {
        const { topics } = await open.fetchTopicMetadata({ topics: [topic] })
        return topics[0]?.partitions.length ?? 0
      }),
    )

  return {
    partitionsOf,
    listTopics: () => asked('The list of topics', connectLimit, admin.use(listTopics)),
    createTopic: (topic, partitions) =>
      asked(
        `The creation of ${topic}`,
        connectLimit,
        admin.use((open) => createTopic(open, topic, partitions)),
      ),
    async send({ topic, ...message }, { acks, compression, timeout, isIdempotent = false }) {
      // A send to a missing topic is retried for ten seconds; asking first answers at once.
      await partitionsOf(topic)
      const headers = message.headers as IHeaders
      const request = { topic, acks, compression, messages: [{ ...message, headers }], ...(timeout && { timeout }) }
      const results = await asked(
        `The record for ${topic}`,
        sendLimit,
        producerFor(isIdempotent).use((producer) => producer.send(request)),
      )
      const [result] = results
      if (acks === 0)
        throw new KafkaFailure('not-acknowledged', 'The record was sent with acks 0, so nobody knows where it is.')
      if (result === undefined || result.errorCode !== 0 || result.baseOffset === undefined) {
        throw new KafkaFailure('not-acknowledged', 'The broker did not say where it wrote the record.')
      }
      return { partition: result.partition, offset: result.baseOffset }
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

function createClient(profile: Profile): Kafka {
  const { brokers, ssl, sasl } = profile
  return new kafkajs.Kafka({
    clientId: 'kafka-mapping-designer',
    brokers,
    ...(ssl && { ssl: ssl.ca === undefined ? true : { ca: [ssl.ca] } }),
    ...(sasl && { sasl: sasl as never }),
    connectionTimeout: 4_000,
    requestTimeout: 10_000,
    // Retries are for a leader that moves and for a topic made a moment ago; two seconds in all, then it is said.
    retry: { retries: 5, initialRetryTime: 100, maxRetryTime: 500 },
    logLevel: kafkajs.logLevel.NOTHING,
  })
}

function createProducer(kafka: Kafka, isIdempotent: boolean): Producer {
  return kafka.producer({
    allowAutoTopicCreation: false,
    idempotent: isIdempotent,
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

async function listTopics(admin: Admin) {
  const { topics } = await admin.fetchTopicMetadata()
  const own = topics.filter(({ name }) => !name.startsWith('__')).sort((a, b) => a.name.localeCompare(b.name))
  const limits = await maxMessageBytesOf(
    admin,
    own.map(({ name }) => name),
  )
  return own.map(({ name, partitions }) => {
    const maxMessageBytes = limits.get(name)
    return { name, partitions: partitions.length, ...(maxMessageBytes !== undefined && { maxMessageBytes }) }
  })
}

/** Size limits of topics in bytes; none where the principal may not describe configs, which is no reason to fail. */
async function maxMessageBytesOf(admin: Admin, topics: readonly string[]): Promise<Map<string, number>> {
  if (topics.length === 0) return new Map()
  const asked = topics.map((name) => ({
    type: kafkajs.ConfigResourceTypes.TOPIC,
    name,
    configNames: ['max.message.bytes'],
  }))
  try {
    const { resources } = await admin.describeConfigs({ resources: asked, includeSynonyms: false })
    return new Map(
      resources.flatMap(({ resourceName, configEntries }) => {
        const bytes = Number(configEntries.find(({ configName }) => configName === 'max.message.bytes')?.configValue)
        return Number.isInteger(bytes) ? [[resourceName, bytes] as const] : []
      }),
    )
  } catch {
    return new Map()
  }
}

async function createTopic(admin: Admin, topic: string, partitions: number): Promise<void> {
  const isNew = await admin.createTopics({ topics: [{ topic, numPartitions: partitions }], waitForLeaders: true })
  if (!isNew) throw new KafkaFailure('topic-exists', `The topic ${topic} exists already.`)
}
