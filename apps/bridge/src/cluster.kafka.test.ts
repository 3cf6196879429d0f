import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { testUser } from '@mapping-designer/local-kafka'
import type {} from '@mapping-designer/local-kafka/testing'
import type { BrowsedRecord, ConnectionReport, SetupStep, TopicDetail } from '@mapping-designer/shared-types'
import { Producer, stringSerializers } from '@platformatic/kafka'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Profile } from './config/profile.ts'
import { aProfile } from './config/testing.ts'
import { kafkaCluster } from './kafka/kafka-cluster.ts'
import { writeRecords } from './kafka/testing.ts'
import { aBridge, asDesigner } from './testing.ts'

const broker = inject('kafka')
const base: Profile = aProfile({ brokers: [broker.brokers.plaintext] })
const kafka = kafkaCluster(base)
afterAll(() => kafka.close())
const ask = async <T>(path: string, request: Parameters<typeof asDesigner>[0] = {}, profile: Profile = base) => {
  const port = profile === base ? kafka : kafkaCluster(profile)
  const answer = await aBridge({ kafka: port, profile }).request(`/api/profiles/test${path}`, asDesigner(request))
  const body = (await answer.json()) as T & { error: { code: string; message: string } }
  if (port !== kafka) await port.close()
  return { status: answer.status, body }
}
const topic = `browse-${crypto.randomUUID()}`
const times = [1_700_000_000_000, 1_700_000_001_000, 1_700_000_002_000, 1_700_000_003_000]

beforeAll(async () => {
  await kafka.createTopic(topic, { partitions: 2, config: { 'retention.ms': '-1', 'max.message.bytes': '2000000' } })
  const records = times.map((time, index) => ({
    partition: index % 2,
    key: Buffer.from(`k${index}`),
    value: index === 3 ? Buffer.from([0xff, 0xfe]) : Buffer.from(`{"n":${index}}`),
    headers: new Map([[Buffer.from('h'), Buffer.from('1')]]),
    timestamp: BigInt(time),
  }))
  await writeRecords(broker.brokers.plaintext, topic, records)
})

describe('records of a topic', () => {
  const read = async (query: string) =>
    (await ask<{ records: BrowsedRecord[] }>(`/topics/${topic}/records?${query}`)).body.records
  const keys = (records: BrowsedRecord[]) => records.map(({ key }) => key && 'text' in key && key.text)

  it.each([
    { query: '', seen: ['k0', 'k1', 'k2', 'k3'] },
    { query: 'limit=2', seen: ['k2', 'k3'] },
    { query: 'from=earliest&limit=1', seen: ['k0'] },
    { query: 'partition=1', seen: ['k1', 'k3'] },
    { query: 'from=offset&at=1', seen: ['k2', 'k3'] },
    { query: `from=time&at=${times[2]}`, seen: ['k2', 'k3'] },
    { query: 'from=time&at=1900000000000', seen: [] },
  ])('are read by "$query"', async ({ query, seen }) => {
    expect(keys(await read(query))).toEqual(seen)
  })

  it('show bytes that are no text as base64, with headers and time', async () => {
    expect((await read('limit=1'))[0]).toEqual({
      topic,
      partition: 1,
      offset: '1',
      timestamp: String(times[3]),
      key: { text: 'k3' },
      value: { base64: Buffer.from([0xff, 0xfe]).toString('base64') },
      headers: [['h', { text: '1' }]],
      size: 4,
    })
  })

  it('are all of those that were committed, whatever else the same producer aborted', async () => {
    const mixed = `mixed-${crypto.randomUUID()}`
    await kafka.createTopic(mixed, { partitions: 1 })
    const transactional = new Producer({
      clientId: 'test',
      bootstrapBrokers: base.brokers,
      transactionalId: mixed,
      idempotent: true,
      serializers: stringSerializers,
      retries: 8,
      retryDelay: 50,
    })
    const inTransaction = async (end: 'commit' | 'abort', key?: string) => {
      const transaction = await transactional.beginTransaction({ producerId: -1n, producerEpoch: -1 })
      const place = { topic: mixed, partition: 0 }
      if (key === undefined)
        await transaction.addPartitions(await transactional.metadata({ topics: [mixed] }), [place as never])
      else await transaction.send({ messages: [{ ...place, key, value: '{}' }], acks: -1 })
      await transaction[end]()
    }
    await inTransaction('abort', 'aborted')
    await inTransaction('commit', 'first')
    // Marks the partition without a record in it, as a writer does that was shut out before its first one.
    await inTransaction('abort')
    await inTransaction('commit', 'second')
    await transactional.close()
    // A commit is answered when it is decided; the broker writes its mark a moment later.
    await expect
      .poll(async () => {
        const { body } = await ask<{ records: BrowsedRecord[] }>(`/topics/${mixed}/records?from=earliest`)
        return keys(body.records)
      })
      .toEqual(['first', 'second'])
  })

  it('are followed as they are written', async () => {
    const answer = await aBridge({ kafka, profile: base }).request(
      `/api/profiles/test/topics/${topic}/follow`,
      asDesigner(),
    )
    const reader = answer.body?.getReader()
    let text = ''
    const until = async (words: string) => {
      while (!text.includes(words)) text += new TextDecoder().decode((await reader?.read())?.value)
    }
    await until('event: ready')
    const sent = { key: 'live', value: '{}', headers: {}, timestamp: '1700000009000' }
    // The reader begins at the end of the log, and is at it when it waits for more.
    const again = setInterval(() => void kafka.send({ topic, ...sent }, { acks: -1, compression: 0 }), 300)
    await until('"text":"live"')
    clearInterval(again)
    await reader?.cancel()
  })
})

describe('topics', () => {
  it('are described with leaders, offsets and settings', async () => {
    const { body } = await ask<TopicDetail>(`/topics/${topic}`)
    expect(body.partitions[0]).toMatchObject({ partition: 0, leader: 1, replicas: [1], inSync: [1], earliest: '0' })
    expect(body.config).toContainEqual({ name: 'max.message.bytes', value: '2000000', isDefault: false })
  })

  it('are created and deleted where the profile allows it', async () => {
    const name = `made-${crypto.randomUUID()}`
    expect((await ask('/topics', { body: { topic: name, config: { 'cleanup.policy': 'compact' } } })).status).toBe(201)
    const kept = await ask(`/topics/${name}`, { method: 'DELETE' }, { ...base, mayDeleteTopics: false })
    expect(kept.body.error.code).toBe('read-only')
    expect((await ask(`/topics/${name}`, { method: 'DELETE' })).status).toBe(200)
    expect((await ask(`/topics/${name}`)).body.error).toMatchObject({ code: 'topic-missing' })
  })

  it.each([
    { write: 'created', request: (name: string) => ({ path: '/topics', body: { topic: name } }) },
    {
      write: 'changed',
      request: (name: string) => ({
        path: `/topics/${name}`,
        method: 'PATCH',
        body: { config: { 'retention.ms': '1' } },
      }),
    },
    { write: 'deleted', request: (name: string) => ({ path: `/topics/${name}`, method: 'DELETE' }) },
  ])('on production are $write only under their name, and never outside the allowlist', async ({ write, request }) => {
    const name = `guarded-${crypto.randomUUID()}`
    if (write !== 'created') await kafka.createTopic(name, { partitions: 1 })
    const { path, ...rest } = request(name)
    const code = async (query: string, profile: Profile) => (await ask(path + query, rest, profile)).body.error?.code
    const production: Profile = { ...base, environment: 'production' }
    expect(await code('', production)).toBe('not-confirmed')
    expect(await code('?confirm=test', production)).toBe('not-confirmed')
    expect(await code(`?confirm=${name}`, { ...production, topics: ['orders.*'] })).toBe('topic-not-allowed')
    expect(await code('', { ...base, topics: ['orders.*'] })).toBe('topic-not-allowed')
    expect(await code(`?confirm=${name}`, production)).toBeUndefined()
  })

  it("that are Kafka's own are neither deleted nor changed, whatever is allowed and typed", async () => {
    for (const name of ['__consumer_offsets', '__transaction_state']) {
      for (const request of [{ method: 'DELETE' }, { method: 'PATCH', body: { config: { 'retention.ms': '1' } } }]) {
        const { status, body } = await ask(`/topics/${name}?confirm=${name}`, request, { ...base, topics: ['*', name] })
        expect({ status, code: body.error.code }).toEqual({ status: 403, code: 'topic-internal' })
      }
    }
  })

  it('are planned before they are made', async () => {
    const missing = `missing-${crypto.randomUUID()}`
    const wanted = [
      { topic, numPartitions: 2, configEntries: { 'max.message.bytes': '2000000' } },
      { topic, numPartitions: 6 },
      { topic, configEntries: { 'cleanup.policy': 'compact' } },
      { topic: missing },
      { topic: missing, replicationFactor: 3 },
    ]
    const { body } = await ask<{ steps: SetupStep[] }>('/setup', { body: { topics: wanted } })
    expect(body.steps.map(({ state }) => state)).toEqual([
      'ok',
      'partitions-differ',
      'config-differs',
      'missing',
      'missing',
    ])
    expect(body.steps[4]?.detail).toMatch(/would not create it: /)
    expect((await ask(`/topics/${missing}`)).body.error.code).toBe('topic-missing')
    // Asked for, and not done.
    expect(body.steps.map(({ change }) => change)).toEqual([
      undefined,
      { partitions: 6 },
      { config: { 'cleanup.policy': 'compact' } },
      undefined,
      undefined,
    ])
    const { body: detail } = await ask<TopicDetail>(`/topics/${topic}`)
    expect(detail.partitions).toHaveLength(2)
    expect(detail.config).toContainEqual({ name: 'cleanup.policy', value: 'delete', isDefault: true })
  })

  it('are changed as a plan says, and keep their other settings', async () => {
    const name = `drifted-${crypto.randomUUID()}`
    await kafka.createTopic(name, { partitions: 1, config: { 'retention.ms': '1000', 'max.message.bytes': '5000' } })
    const configEntries = { 'retention.ms': '2000', 'cleanup.policy': 'compact', 'max.message.bytes': '5000' }
    const plan = async (numPartitions?: number, entries: object = configEntries) => {
      const topics = [{ topic: name, configEntries: entries, ...(numPartitions && { numPartitions }) }]
      return (await ask<{ steps: SetupStep[] }>('/setup', { body: { topics } })).body.steps[0]
    }
    const drifted = await plan()
    expect(drifted).toMatchObject({
      state: 'config-differs',
      detail: 'retention.ms is 1000 and not 2000, cleanup.policy is delete and not compact.',
    })
    expect((await ask(`/topics/${name}`, { method: 'PATCH', body: drifted?.change })).status).toBe(200)
    expect(await plan()).toMatchObject({ state: 'ok' })
    const fewer = await plan(3)
    expect(fewer).toMatchObject({ state: 'partitions-differ', change: { partitions: 3 } })
    expect((await ask(`/topics/${name}`, { method: 'PATCH', body: fewer?.change })).status).toBe(200)
    await expect.poll(() => plan(3)).toMatchObject({ state: 'ok', found: 3 })
    expect(await plan(1)).not.toHaveProperty('change')

    const impossible = await plan(undefined, { 'retention.ms': 'long' })
    expect(impossible?.detail).toMatch(/^retention.ms is 2000 and not long\. The cluster would not change it: /)
    expect(impossible).not.toHaveProperty('change')
  })

  it('are changed only where the profile allows it, and on production under their name', async () => {
    const request = { method: 'PATCH', body: { config: { 'retention.ms': '1' } } }
    expect((await ask(`/topics/${topic}`, request, { ...base, mayCreateTopics: false })).body.error.code).toBe(
      'read-only',
    )
    // A retention of a millisecond empties a topic, so it has to be one that the profile may write to.
    const narrow: Profile = { ...base, topics: ['orders.*'] }
    expect((await ask(`/topics/${topic}`, request, narrow)).body.error).toMatchObject({
      code: 'topic-not-allowed',
      message: `${topic} is not in the allowlist of profile test.`,
    })
    const production: Profile = { ...base, environment: 'production' }
    expect((await ask(`/topics/${topic}`, request, production)).body.error.code).toBe('not-confirmed')
    expect((await ask(`/topics/nobody-made-me`, request)).body.error.code).toBe('topic-missing')
  })
})

describe('a test of the connection', () => {
  const secured: Profile = {
    ...base,
    brokers: [broker.brokers.saslSsl ?? ''],
    ssl: { ca: readFileSync(broker.caFile ?? '', 'utf8') },
    sasl: { mechanism: 'scram-sha-512', ...testUser },
  }
  const silent = createServer()
  const listening = new Promise<string>((resolve) => {
    silent.listen(0, '127.0.0.1', () => resolve(`127.0.0.1:${(silent.address() as { port: number }).port}`))
  })
  afterAll(() => silent.close())

  it('goes through every step', async () => {
    const { body } = await ask<ConnectionReport>('/test', { method: 'POST', body: {} }, secured)
    expect(body.brokers[0]?.steps.map(({ step, state }) => `${step} ${state}`)).toEqual([
      'name ok',
      'tcp ok',
      'tls ok',
      'sasl ok',
      'metadata ok',
      'advertised ok',
      'authorization ok',
    ])
  })

  it.each<{ fact: string; profile: () => Profile | Promise<Profile>; step: string }>([
    { fact: 'the name is unknown', profile: () => ({ ...base, brokers: ['nobody.invalid:9092'] }), step: 'name' },
    { fact: 'nothing listens', profile: () => ({ ...base, brokers: ['127.0.0.1:1'] }), step: 'tcp' },
    { fact: 'the certificate is not trusted', profile: () => ({ ...secured, ssl: {} }), step: 'tls' },
    {
      fact: 'the password is wrong',
      profile: () => ({ ...secured, sasl: { mechanism: 'scram-sha-512', username: 'alice', password: 'no' } }),
      step: 'sasl',
    },
    { fact: 'nobody answers', profile: async () => ({ ...base, brokers: [await listening] }), step: 'metadata' },
  ])('stops where $fact, and says so in a sentence', async ({ profile, step }) => {
    const began = performance.now()
    const { body } = await ask<ConnectionReport>('/test', { method: 'POST', body: {} }, await profile())
    const failed = body.brokers[0]?.steps.find(({ state }) => state === 'failed')
    expect(failed).toMatchObject({ step, detail: expect.stringMatching(/^\S.*\.$/) })
    expect(performance.now() - began).toBeLessThan(20_000)
  })
})
