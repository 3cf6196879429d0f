import type { SendOptions } from '@mapping-designer/shared-types'
import type { Admin, IHeaders, Producer } from 'kafkajs'
import type { Profile } from '../config/profile.ts'
import { browse, fetchFrom, positionsFrom, readToEnd } from './browse-records.ts'
import { answerToSettings, changeTopic, createTopic, deleteTopic } from './change-topics.ts'
import { registerCodecs } from './codecs.ts'
import { withDeadline } from './deadline.ts'
import { describeTopic, listTopics } from './describe-topics.ts'
import { explainError, type TopicAction } from './explain-error.ts'
import { type IdleConnection, idleConnection } from './idle-connection.ts'
import { KafkaFailure, type KafkaPort } from './kafka-port.ts'
import { connected, connectLimit, createClient, createProducer } from './kafkajs-client.ts'
import { readRecord } from './read-record.ts'
import { openReader, type Reader } from './reader.ts'
import { requireAnswer } from './require-answer.ts'
import { settleSend, type WrittenPlace } from './settle-send.ts'
import { testConnection } from './test-connection.ts'
import { topicPartitions } from './topic-partitions.ts'

const sendLimit = 15_000

/**
 * A cluster through two clients: kafkajs, with which walkerOS itself produces, sends and changes topics; what is read is read
 * by @platformatic/kafka. Connections are opened when they are needed and closed when they are not.
 */
export function kafkaCluster(profile: Profile): KafkaPort {
  registerCodecs()
  const { brokers } = profile
  const admin = idleConnection(
    () => connected(createClient(profile).admin()),
    (open: Admin) => open.disconnect(),
  )
  const reader = idleConnection(
    async () => openReader(profile),
    (open: Reader) => open.close(),
  )
  const viaAdmin = <T>(what: string, action: TopicAction, work: (open: Admin) => Promise<T>) =>
    inTime(brokers, what, connectLimit, admin.use(work), action)
  const viaReader: ViaReader = (what, work) => inTime(brokers, what, connectLimit, reader.use(work), 'read')
  const { send, closeProducers } = sender(profile, viaReader)
  const asking = (topic: string) => `The cluster, asked for ${topic},`
  return {
    partitionsOf: (topic) =>
      viaAdmin(asking(topic), 'describe', async (open) => (await topicPartitions(open, topic)).length),
    listTopics: () => viaAdmin('The list of topics', 'describe', listTopics),
    createTopic: (topic, settings) =>
      viaAdmin(`The creation of ${topic}`, 'create', (open) =>
        createTopic(open, topic, settings).catch(async (refusal: unknown) => {
          throw await answerToSettings(profile, topic, settings, refusal)
        }),
      ),
    changeTopic: (topic, change) =>
      viaAdmin(`The change of ${topic}`, 'change', (open) => changeTopic(profile, open, topic, change)),
    deleteTopic: (topic) => viaAdmin(`The deletion of ${topic}`, 'delete', (open) => deleteTopic(open, topic)),
    describeTopic: (topic) => viaAdmin(asking(topic), 'describe', (open) => describeTopic(open, topic)),
    testConnection: () => testConnection(profile, (broker) => createClient(profile, [broker], 0).admin()),
    browse: (topic, query) =>
      viaReader(`Reading ${topic}`, (open) => browse(open, topic, query, AbortSignal.timeout(connectLimit))),
    follow: (topic, signal) => follow(profile, topic, signal),
    send,
    read: (topic, partition, offset) =>
      viaReader(`Reading ${topic} ${partition}@${offset}`, (open) => readRecord(open, topic, partition, offset)),
    async close() {
      await Promise.all([admin.close(), reader.close(), closeProducers()])
    },
  }
}

type ViaReader = <T>(what: string, work: (open: Reader) => Promise<T>) => Promise<T>

/** The answer of a client; rejects with KafkaFailure, also where there is none in so many ms. */
async function inTime<T>(
  brokers: readonly string[],
  what: string,
  ms: number,
  work: Promise<T>,
  action: TopicAction,
): Promise<T> {
  try {
    return await withDeadline(work, ms, what)
  } catch (error) {
    throw explainError(error, brokers, action)
  }
}

const endOf = (reader: Reader, topic: string) => positionsFrom(reader, topic, { from: { kind: 'latest' }, limit: 0 })

/** Reads with a reader of its own: a long wait must not hold back the others, nor the one who leaves in the midst of it. */
async function* follow(profile: Profile, topic: string, signal: AbortSignal) {
  const reader = openReader(profile)
  const leave = () => void reader.close()
  signal.addEventListener('abort', leave)
  try {
    const { end } = await endOf(reader, topic)
    while (!signal.aborted) {
      const records = await fetchFrom(reader, topic, end, 1_000)
      if (records.length > 0) yield records
    }
  } catch (error) {
    if (!signal.aborted) throw explainError(error, profile.brokers, 'read')
  } finally {
    signal.removeEventListener('abort', leave)
    await reader.close()
  }
}

/** Sends records, with a producer for each kind of request. */
function sender(profile: Profile, viaReader: ViaReader) {
  const producers = new Map<boolean, IdleConnection<Producer>>()
  /** Places that brokers acknowledged, so that no two of them claim one record. */
  const acknowledged = new Set<string>()

  const producerFor = (isIdempotent: boolean): IdleConnection<Producer> => {
    const known = producers.get(isIdempotent)
    if (known !== undefined) return known
    const opened = idleConnection(
      () => connected(createProducer(createClient(profile), isIdempotent)),
      (open) => open.disconnect(),
    )
    producers.set(isIdempotent, opened)
    return opened
  }

  const attempt = async (
    topic: string,
    message: { key: string; value: string; headers: IHeaders; timestamp: string },
    { acks, compression, timeout, idempotent }: SendOptions,
  ): Promise<WrittenPlace> => {
    const request = { topic, acks, compression, messages: [message], ...(timeout && { timeout }) }
    const sent = producerFor(idempotent === true).use((producer) => producer.send(request))
    const [result] = await inTime(profile.brokers, `The record for ${topic}`, sendLimit, sent, 'produce')
    if (acks === 0)
      throw new KafkaFailure('not-acknowledged', 'With acks 0 the broker does not say whether it wrote a record.')
    // The client itself throws what the broker says against the record.
    const { partition, baseOffset } = requireAnswer(result, 'the partition of the record')
    return { partition, offset: requireAnswer(baseOffset, 'the offset of the record') }
  }

  const send: KafkaPort['send'] = async (record, options) => {
    const { topic, headers, ...message } = record
    // A send to a missing topic is retried for ten seconds; asking first answers at once. Where the log ends now is
    // where a record is looked for whose answer got lost.
    const { end } = await viaReader(`The cluster, asked for ${topic},`, (open) => endOf(open, topic))
    return settleSend({
      record,
      acknowledged,
      attempt: () => attempt(topic, { ...message, headers: headers as IHeaders }, options),
      writtenSince: () => viaReader(`Reading ${topic}`, (open) => readToEnd(open, topic, new Map(end))),
    })
  }
  const closeProducers = () => Promise.all([...producers.values()].map((producer) => producer.close()))
  return { send, closeProducers }
}
