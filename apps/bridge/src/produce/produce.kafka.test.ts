import { readFileSync } from 'node:fs'
import { testUser } from '@mapping-designer/local-kafka'
import type {} from '@mapping-designer/local-kafka/testing'
import { compileDestination, partitionForKey, recordDigest } from '@mapping-designer/mapping-engine'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import type { JsonObject, ProduceReply } from '@mapping-designer/shared-types'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Profile } from '../config/profile.ts'
import { aProfile } from '../config/testing.ts'
import { kafkaCluster } from '../kafka/kafka-cluster.ts'
import { aBridge, asDesigner, testNow } from '../testing.ts'

const broker = inject('kafka')
const plain = { brokers: [broker.brokers.plaintext] }
const secured = {
  brokers: [broker.brokers.saslSsl ?? ''],
  ssl: { ca: readFileSync(broker.caFile ?? '', 'utf8') },
  sasl: { mechanism: 'scram-sha-512' as const, ...testUser },
}
const base: Profile = aProfile()
const topic = `produce-${crypto.randomUUID()}`

const config = (kafka: JsonObject = {}): JsonObject =>
  aConfig(
    {
      mapping: {
        order: { complete: { data: { map: { id: 'data.id', who: 'user.id' } } } },
        page: { view: { ignore: true } },
      },
    },
    { topic, key: 'data.id', ...kafka },
  )

describe.each([
  { name: 'PLAINTEXT', settings: plain },
  { name: 'SASL_SSL with SCRAM-SHA-512', settings: secured },
])('producing on $name', ({ settings }) => {
  const kafka = kafkaCluster({ ...base, ...settings })
  const bridge = (profile: Partial<Profile> = {}, audit?: (line: object) => void) =>
    aBridge({ profile: { ...settings, ...profile }, kafka, ...(audit && { audit }) })
  const produce = async (body: object, on = bridge()) => {
    const answer = await on.request('/api/produce', asDesigner({ body: { profile: 'test', ...body } }))
    return {
      status: answer.status,
      body: (await answer.json()) as ProduceReply & { error: { code: string; message: string } },
    }
  }

  beforeAll(async () => {
    await kafka.createTopic(topic, { partitions: 3 }).catch((error: { code?: string }) => {
      if (error.code !== 'topic-exists') throw error
    })
  })
  afterAll(() => kafka.close())

  it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])(
    'reads back with %s exactly what was shown',
    async (compression) => {
      const event = anEvent({ data: { id: 'Ä😀', total: 1 } })
      const { body } = await produce({
        flow: aFlow(config({ compression, headers: { 'x-ü': 'ß' } })),
        events: [event],
        now: testNow,
      })
      expect(body.results).toMatchObject([
        {
          status: 'produced',
          topic,
          partition: partitionForKey('Ä😀', 3),
          identical: true,
          differences: [],
          stored: {
            key: 'Ä😀',
            value: '{"id":"Ä😀","who":"us3r"}',
            headers: [
              ['content-type', 'application/json'],
              ['x-ü', 'ß'],
            ],
            timestamp: '1700000102000',
          },
        },
      ])
    },
  )

  it('sends nothing when a record is not the one on the screen', async () => {
    const outcome = compileDestination(config()).run(anEvent())
    if (outcome.kind !== 'message') throw new Error('no record')
    const seen = await recordDigest(outcome.record)
    expect((await produce({ flow: aFlow(config()), events: [anEvent()], digests: [seen] })).status).toBe(200)
    const { status, body } = await produce({
      flow: aFlow(config()),
      events: [anEvent(), anEvent({ timestamp: 5 })],
      digests: [seen, seen],
    })
    expect({ status, error: body.error }).toMatchObject({
      status: 409,
      error: { code: 'record-differs', message: 'Record 2 is not the one on the screen, so nothing was sent.' },
    })
  })

  it('produces what it may and says for the rest why not', async () => {
    const flow = aFlow(
      aConfig(
        {
          mapping: {
            order: { complete: {} },
            page: { view: { ignore: true } },
            form: { submit: { settings: { topic: 'no such topic' } } },
            a: { b: { settings: { topic: 'secret' } } },
          },
        },
        { topic },
      ),
    )
    const events = [
      anEvent(),
      anEvent({ name: 'page view' }),
      anEvent({ name: 'form submit' }),
      anEvent({ name: 'a b' }),
      { name: 'x' },
    ]
    const { body } = await produce({ flow, events }, bridge({ topics: ['produce-*'] }))
    expect(body.results.map(({ status, reason }) => [status, reason])).toEqual([
      ['produced', undefined],
      ['skipped', 'ignored by rule page.view'],
      ['refused', expect.stringContaining('holds the character " "')],
      ['refused', 'secret is not in the allowlist of profile test.'],
      ['refused', 'Event name is invalid'],
    ])
  })

  it('names a topic that does not exist, and produces once it is created', async () => {
    const missing = `later-${crypto.randomUUID()}`
    const body = { flow: aFlow(config({ topic: missing })), events: [anEvent()] }
    expect((await produce(body)).body.results[0]).toMatchObject({
      status: 'failed',
      failure: 'topic-missing',
      reason: `The topic ${missing} does not exist.`,
    })
    const created = await bridge().request(
      '/api/profiles/test/topics',
      asDesigner({ body: { topic: missing, partitions: 2 } }),
    )
    expect(created.status).toBe(201)
    expect((await produce(body)).body.results[0]).toMatchObject({ status: 'produced', identical: true })
  })

  it('finds a record that nobody acknowledges', async () => {
    const flow = aFlow(config({ acks: 0 }))
    expect(
      (await produce({ flow, events: [anEvent({ data: { id: crypto.randomUUID() } })] })).body.results,
    ).toMatchObject([{ status: 'produced', topic, identical: true }])
  })

  it('says that the topic puts another time in place of the one shown', async () => {
    const stamped = `stamped-${crypto.randomUUID()}`
    await kafka.createTopic(stamped, { partitions: 1, config: { 'message.timestamp.type': 'LogAppendTime' } })
    const [result] = (await produce({ flow: aFlow(config({ topic: stamped })), events: [anEvent()] })).body.results
    expect(result).toMatchObject({
      status: 'produced',
      identical: false,
      reason: expect.stringContaining('LogAppendTime'),
      differences: [{ field: 'timestamp', sent: String(anEvent()['timestamp']) }],
    })
  })

  it('says that a record is over the size limit', async () => {
    const event = anEvent({ data: { id: 'x', text: 'y'.repeat(1_200_000) } })
    const flow = aFlow(aConfig({}, { topic, compression: 'none' }))
    expect((await produce({ flow, events: [event] })).body.results[0]).toMatchObject({
      status: 'failed',
      failure: 'record-too-large',
    })
  })

  it('sends nothing on a read-only profile', async () => {
    const { status, body } = await produce(
      { flow: aFlow(config()), events: [anEvent()] },
      bridge({ mayProduce: false }),
    )
    expect({ status, code: body.error.code }).toEqual({ status: 403, code: 'read-only' })
  })

  it('writes an audit line without key and value', async () => {
    const lines: object[] = []
    await produce(
      { flow: aFlow(config()), events: [anEvent()] },
      bridge({}, (line) => lines.push(line)),
    )
    expect(lines).toEqual([
      {
        action: 'produce',
        who: 'tester',
        profile: 'test',
        status: 'produced',
        topic,
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        partition: expect.any(Number),
        offset: expect.any(String),
      },
    ])
  })

  it('lists topics with their partitions', async () => {
    const answer = await bridge().request('/api/profiles/test/topics', asDesigner())
    expect((await answer.json()) as object).toMatchObject({
      topics: expect.arrayContaining([{ name: topic, partitions: 3, maxMessageBytes: 1_048_588 }]),
    })
  })
})
