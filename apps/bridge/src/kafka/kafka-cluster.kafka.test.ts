import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { testUser } from '@mapping-designer/local-kafka'
import type {} from '@mapping-designer/local-kafka/testing'
import { afterAll, describe, expect, inject, it } from 'vitest'
import type { Profile } from '../config/profile.ts'
import { aProfile } from '../config/testing.ts'
import { listTopics } from './describe-topics.ts'
import { kafkaCluster } from './kafka-cluster.ts'
import { describeKafkaPort } from './kafka-port.contract.ts'
import { createClient } from './kafkajs-client.ts'

const kafka = inject('kafka')
const ca = readFileSync(kafka.caFile ?? '', 'utf8')

function profile(changes: Partial<Profile>): Profile {
  return aProfile({ brokers: [kafka.brokers.plaintext], ...changes })
}
const secured = (changes: Partial<Profile> = {}) =>
  profile({
    brokers: [kafka.brokers.saslSsl ?? ''],
    ssl: { ca },
    sasl: { mechanism: 'scram-sha-512', ...testUser },
    ...changes,
  })

describeKafkaPort('kafkajs on PLAINTEXT', () => kafkaCluster(profile({})))
describeKafkaPort('kafkajs on SASL_SSL with SCRAM-SHA-512', () => kafkaCluster(secured()))
describeKafkaPort('kafkajs on SASL_PLAINTEXT with PLAIN', () =>
  kafkaCluster(profile({ brokers: [kafka.brokers.saslPlaintext ?? ''], sasl: { mechanism: 'plain', ...testUser } })),
)

describe('a cluster that cannot be used', () => {
  // Accepts connections and never says a word.
  const silent = createServer()
  const listening = new Promise<string>((resolve) => {
    silent.listen(0, '127.0.0.1', () => resolve(`127.0.0.1:${(silent.address() as { port: number }).port}`))
  })
  afterAll(() => silent.close())

  it.each<{ fact: string; profile: () => Profile | Promise<Profile>; code: string; says?: RegExp }>([
    { fact: 'nobody listens', profile: () => profile({ brokers: ['127.0.0.1:1'] }), code: 'unreachable' },
    {
      fact: 'the broker never answers',
      profile: async () => profile({ brokers: [await listening] }),
      code: 'no-answer',
    },
    {
      fact: 'the password is wrong',
      profile: () => secured({ sasl: { mechanism: 'scram-sha-512', username: 'alice', password: 'wrong' } }),
      code: 'authentication',
    },
    { fact: 'the certificate is not trusted', profile: () => secured({ ssl: {} }), code: 'tls' },
    {
      fact: 'a login meets a listener without one',
      profile: () => profile({ sasl: { mechanism: 'plain', ...testUser } }),
      code: 'authentication',
      says: /asks for no login/,
    },
    {
      fact: 'no login meets a listener that asks for one',
      profile: () => profile({ brokers: [kafka.brokers.saslPlaintext ?? ''] }),
      code: 'unreachable',
      says: /closed the connection/,
    },
    {
      fact: 'a client without TLS meets a listener with it',
      profile: () => profile({ brokers: [kafka.brokers.ssl ?? ''] }),
      code: expect.stringMatching(/^(?:unreachable|tls)$/),
      says: /closed the connection|speaks TLS only/,
    },
    { fact: 'TLS meets a plain listener', profile: () => profile({ ssl: { ca } }), code: 'tls' },
  ])('says so when $fact', async ({ profile, code, says = /^\S.*\.$/ }) => {
    const port = kafkaCluster(await profile())
    // Each of the two clients finds it out for itself.
    for (const ask of [() => port.listTopics(), () => port.browse('t', { from: { kind: 'earliest' }, limit: 1 })])
      await expect(ask()).rejects.toMatchObject({ code, message: expect.stringMatching(says) })
    await port.close()
  })
})

it.each([
  { config: { 'message.max.bytes': '2000000' }, says: 'message.max.bytes' },
  { config: { 'max.message.bytes': '2MB' }, says: 'max.message.bytes' },
])('the entry of a topic that the broker does not take is named: $config', async ({ config, says }) => {
  const port = kafkaCluster(profile({}))
  const topic = `settings-${crypto.randomUUID()}`
  const refusal = { message: expect.stringMatching(new RegExp(`does not take the settings.*${says}`)) }
  await expect(port.createTopic(topic, { partitions: 1, config })).rejects.toMatchObject(refusal)
  await port.createTopic(topic, { partitions: 1 })
  await expect(port.changeTopic(topic, { config })).rejects.toMatchObject(refusal)
  await port.close()
})

it.each([1, 3])('topics keep their settings where %i others of the list are deleted meanwhile', async (count) => {
  const admin = createClient(profile({})).admin()
  await admin.connect()
  const port = kafkaCluster(profile({}))
  const topic = `kept-${crypto.randomUUID()}`
  await port.createTopic(topic, { partitions: 1 })
  const names = (await port.listTopics()).map(({ name }) => name)
  const gone = Array.from({ length: count }, () => ({ name: `gone-${crypto.randomUUID()}`, partitions: [] }))
  const listed = await listTopics({
    describeConfigs: (query) => admin.describeConfigs(query),
    fetchTopicMetadata: async () => ({ topics: [...names.map((name) => ({ name, partitions: [] })), ...gone] }),
  })
  expect(listed).toContainEqual({ name: topic, partitions: 0, maxMessageBytes: 1_048_588 })
  expect(listed).toContainEqual(gone.map(({ name }) => ({ name, partitions: 0 }))[0])
  await Promise.all([admin.disconnect(), port.close()])
})
