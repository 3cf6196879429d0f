import { readFileSync } from 'node:fs'
import { testUser } from '@mapping-designer/local-kafka'
import { type FailingKafka, startFailingKafka } from '@mapping-designer/local-kafka/failing'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import type {
  ApiError,
  ConnectionReport,
  JsonObject,
  ProduceReply,
  ProduceResult,
  ReplayState,
} from '@mapping-designer/shared-types'
import kafkajs, { type Admin } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Profile } from './config/profile.ts'
import { createTopic } from './kafka/change-topics.ts'
import { exactWriter } from './kafka/exact-writer.ts'
import { kafkaCluster } from './kafka/kafka-cluster.ts'
import { planSetup } from './setup/setup-plan.ts'
import { aBridge, asDesigner } from './testing.ts'

const base = { name: 'test', environment: 'local', mayProduce: true, mayCreateTopics: true, topics: ['*'] } as const
const flowTo = (topic: string) =>
  aFlow(aConfig({ mapping: { order: { complete: {} } } }, { topic, key: 'data.id', compression: 'none' }))

/** Produces through the bridge with a profile of its own, and gives the connection back. */
async function produce(profile: Profile, flow: JsonObject, events: object[] = [anEvent()]): Promise<ProduceResult[]> {
  const kafka = kafkaCluster(profile)
  const body = { profile: 'test', flow, events }
  const answer = await aBridge({ kafka, profile }).request('/api/produce', asDesigner({ body }))
  await kafka.close()
  return ((await answer.json()) as ProduceReply).results
}

describe('a broker with ACLs and an expired certificate', () => {
  let broker: FailingKafka
  let admin: Admin
  let owner: Profile
  let alice: Profile
  const topic = 'guarded'
  beforeAll(async () => {
    broker = await startFailingKafka({
      isSecured: true,
      isExpired: true,
      settings: {
        'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
        'super.users': 'User:ANONYMOUS',
        // More than a broker makes in the second that the client asks for a coordinator by itself.
        'transaction.state.log.num.partitions': '200',
      },
    })
    const { plaintext, saslPlaintext = '' } = broker.brokers
    owner = { ...base, topics: ['*'], brokers: [plaintext] }
    alice = { ...owner, brokers: [saslPlaintext], sasl: { mechanism: 'scram-sha-256', ...testUser } }
    admin = new kafkajs.Kafka({ brokers: [plaintext], logLevel: kafkajs.logLevel.NOTHING }).admin()
    await admin.connect()
    await createTopic(admin, topic, { partitions: 1 })
  })
  afterAll(async () => {
    await admin?.disconnect()
    await broker?.end()
  })
  const allow = (
    operation: keyof typeof kafkajs.AclOperationTypes,
    type: keyof typeof kafkajs.AclResourceTypes = 'TOPIC',
    resourceName = topic,
  ) =>
    admin.createAcls({
      acl: [
        {
          resourceType: kafkajs.AclResourceTypes[type],
          resourceName,
          resourcePatternType: kafkajs.ResourcePatternTypes.LITERAL,
          principal: `User:${testUser.username}`,
          host: '*',
          operation: kafkajs.AclOperationTypes[operation],
          permissionType: kafkajs.AclPermissionTypes.ALLOW,
        },
      ],
    })
  const records = async () => Number((await admin.fetchTopicOffsets(topic))[0]?.high)

  it('refuses one who may only look, and says which ACL is missing', async () => {
    await allow('DESCRIBE')
    expect(await produce(alice, flowTo(topic))).toMatchObject([
      {
        status: 'failed',
        failure: 'authorization',
        reason: `The cluster does not allow this user to write to ${topic}; that takes ACLs for Describe and Write.`,
      },
    ])
    expect(await records()).toBe(0)
  })

  it('lets one produce who may write and not read: only the proof is missing', async () => {
    await allow('WRITE')
    const [result] = await produce(alice, flowTo(topic))
    expect(result).toMatchObject({
      status: 'produced',
      offset: '0',
      reason: 'Not read back: the cluster does not allow this user to read the topic; that takes an ACL for Read.',
    })
    expect(await records()).toBe(1)
    await allow('READ')
    expect(await produce(alice, flowTo(topic))).toMatchObject([{ status: 'produced', offset: '1', identical: true }])
  })

  it('leaves out the settings that a user may not read, and says so where they are needed', async () => {
    const kafka = kafkaCluster(alice)
    expect(await kafka.listTopics()).toEqual([{ name: topic, partitions: 1 }])
    expect((await kafka.describeTopic(topic)).config).toEqual([])
    const asked = [{ topic, configEntries: { 'retention.ms': '1' } }]
    expect((await planSetup({ kafka, profile: owner, registry: undefined }, { topics: asked })).steps).toMatchObject([
      { state: 'unknown', detail: 'This user may not read the settings of topics.' },
    ])
    const more = await planSetup(
      { kafka, profile: owner, registry: undefined },
      { topics: [{ topic, numPartitions: 3 }] },
    )
    expect(more.steps[0]?.detail).toMatch(/The cluster would not change it: The cluster does not allow/)
    await kafka.close()
  })

  it('lets one replay who has the ACLs of transactions, and keeps what goes to other topics as failures', async () => {
    await createTopic(admin, 'secret', { partitions: 1 })
    for (const operation of ['DESCRIBE', 'WRITE', 'READ'] as const) await allow(operation)
    const kafka = kafkaCluster(alice)
    const app = aBridge({ kafka, profile: alice })
    const id = crypto.randomUUID()
    const rules = { order: { complete: {} }, page: { view: { settings: { topic: 'secret' } } } }
    const flow = aFlow(aConfig({ mapping: rules }, { topic, key: 'data.id', compression: 'none' }))
    const ask = async (method: string, path: string, body: object) =>
      (await (await app.request(`/api/replays${path}`, asDesigner({ method, body }))).json()) as ReplayState & {
        error?: ApiError
      }
    const open = () => ask('POST', '', { id, profile: 'test', flow })
    expect((await open()).error).toMatchObject({
      code: 'authorization',
      hint: expect.stringMatching(/^Ask for ACLs that allow Write on the transactional id and Read on the group/),
    })
    await allow('WRITE', 'TRANSACTIONAL_ID', `kafka-mapping-designer-${id}`)
    await allow('READ', 'GROUP', `kafka-mapping-designer-${id}`)
    const before = await records()
    await open()
    const events = [anEvent(), anEvent({ name: 'page view' }), anEvent()]
    expect(await ask('PUT', `/${id}/events`, { from: 0, events, isLast: true })).toMatchObject({
      status: 'done',
      done: 2,
      failed: 1,
    })
    // With the marks of their two transactions.
    expect(await records()).toBeGreaterThanOrEqual(before + 2)
    await kafka.close()
  })

  it('refuses a wrong password, and sends nothing', async () => {
    const wrong: Profile = { ...alice, sasl: { mechanism: 'scram-sha-256', username: 'alice', password: 'no' } }
    const before = await records()
    expect(await produce(wrong, flowTo(topic))).toMatchObject([{ status: 'failed', failure: 'authentication' }])
    expect(await records()).toBe(before)
  })

  it('is not talked to over the expired certificate', async () => {
    const secured: Profile = {
      ...owner,
      brokers: [broker.brokers.ssl ?? ''],
      ssl: { ca: readFileSync(broker.caFile ?? '', 'utf8') },
    }
    expect(await produce(secured, flowTo(topic))).toMatchObject([
      { status: 'failed', failure: 'tls', reason: expect.stringContaining('(CERT_HAS_EXPIRED)') },
    ])
    const kafka = kafkaCluster(secured)
    const { brokers }: ConnectionReport = await kafka.testConnection()
    await kafka.close()
    expect(brokers[0]?.steps.find(({ state }) => state === 'failed')).toMatchObject({
      step: 'tls',
      hint: expect.stringMatching(/expired|renew/i),
    })
  })

  it('says of a topic with a small limit that the record is too large for it', async () => {
    const config = { 'max.message.bytes': '1000' }
    await createTopic(admin, 'small', { partitions: 1, config })
    const large = anEvent({ data: { id: 'x', text: 'y'.repeat(2_000) } })
    expect((await produce(owner, flowTo('small'), [large, anEvent()])).map(({ failure }) => failure)).toEqual([
      'record-too-large',
      undefined,
    ])
  })

  it('that makes the topics of its first transaction for seconds is waited for', async () => {
    const writer = exactWriter(owner, 'first', { group: 'first', topic, partition: 0 })
    expect(await writer.open()).toBeNull()
    await writer.close()
  })

  it('takes nothing for the topics in which it keeps its own books', async () => {
    expect(await produce(owner, flowTo('__consumer_offsets'))).toMatchObject([
      { status: 'refused', failure: 'topic-internal', reason: '__consumer_offsets belongs to Kafka itself.' },
    ])
  })
})

describe('a broker whose disk is full', () => {
  let broker: FailingKafka
  beforeAll(async () => {
    // Indexes take 10 MiB each from the start; a log cannot grow beyond this.
    broker = await startFailingKafka({ largestFile: 12_000 })
  })
  afterAll(() => broker?.end())

  it('loses what it has not acknowledged, and nothing else is reported', async () => {
    const profile: Profile = { ...base, topics: ['*'], brokers: [broker.brokers.plaintext] }
    const kafka = kafkaCluster(profile)
    await kafka.createTopic('full', { partitions: 1 })
    await kafka.close()
    const large = (from: number) =>
      Array.from({ length: 3 }, (_, index) => anEvent({ data: { id: `L-${from + index}`, text: 'y'.repeat(900_000) } }))
    const results: ProduceResult[] = []
    for (let from = 0; from < 18; from += 3) results.push(...(await produce(profile, flowTo('full'), large(from))))
    const produced = results.filter(({ status }) => status === 'produced').length
    expect(produced).toBeGreaterThan(5)
    expect(produced).toBeLessThan(18)
    expect(results.slice(produced).every(({ status }) => status === 'failed' || status === 'unknown')).toBe(true)
    expect(results[produced]?.reason).toMatch(/^\S.*\.$/)
  })
})
