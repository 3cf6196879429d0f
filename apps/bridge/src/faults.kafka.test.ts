import { setTimeout as wait } from 'node:timers/promises'
import { type FailingKafka, startFailingKafka } from '@mapping-designer/local-kafka/failing'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import type {
  BrowsedRecord,
  JsonObject,
  ProduceReply,
  ProduceResult,
  ReplayState,
} from '@mapping-designer/shared-types'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Profile } from './config/profile.ts'
import { aProfile } from './config/testing.ts'
import { exactWriter } from './kafka/exact-writer.ts'
import { kafkaCluster } from './kafka/kafka-cluster.ts'
import type { KafkaPort } from './kafka/kafka-port.ts'
import { type StallingProxy, startStallingProxy } from './stalling-proxy.ts'
import { aBridge, asDesigner } from './testing.ts'

const profileAt = (address: string | undefined): Profile => aProfile({ brokers: [address ?? ''] })
const flowTo = (topic: string, kafka: JsonObject = {}) =>
  aFlow(
    aConfig(
      { mapping: { order: { complete: { data: { map: { id: 'data.id' } } } } } },
      { topic, key: 'data.id', compression: 'none', ...kafka },
    ),
  )
const orders = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => anEvent({ data: { id: `O-${from + index}` } }))
const idsOf = (from: number, to: number) =>
  orders(from, to)
    .map(({ data }) => (data as { id: string }).id)
    .sort()

async function produce(
  kafka: KafkaPort,
  profile: Profile,
  flow: JsonObject,
  events: object[],
): Promise<ProduceResult[]> {
  const answer = await aBridge({ kafka, profile }).request(
    '/api/produce',
    asDesigner({ body: { profile: 'test', flow, events } }),
  )
  return ((await answer.json()) as ProduceReply).results
}

/** Keys in the log as a consumer of committed records sees them. */
async function keysOf(kafka: KafkaPort, topic: string): Promise<string[]> {
  const records: BrowsedRecord[] = await kafka.browse(topic, { from: { kind: 'earliest' }, limit: 100_000 })
  return records.map(({ key }) => (key !== null && 'text' in key ? key.text : '')).sort()
}

/** Of an answer to EndTxn, behind size, number, tags and the time of throttling. */
const errorOf = (answer: Buffer) => answer.readInt16BE(13)
const producerFenced = 90

async function withTopic(profile: Profile, partitions: number): Promise<{ kafka: KafkaPort; topic: string }> {
  const kafka = kafkaCluster(profile)
  const topic = `fault-${crypto.randomUUID()}`
  await kafka.createTopic(topic, { partitions })
  return { kafka, topic }
}

describe('a broker that goes away', () => {
  let broker: FailingKafka
  let profile: Profile
  let kafka: KafkaPort
  let topic: string
  beforeAll(async () => {
    broker = await startFailingKafka()
    profile = profileAt(broker.brokers.plaintext)
  })
  afterAll(() => broker?.end())
  beforeEach(async () => {
    ;({ kafka, topic } = await withTopic(profile, 3))
  })
  afterEach(() => kafka.close())

  it('before a send: nothing is produced, and the rest is not tried', async () => {
    await broker.kill()
    const results = await produce(kafka, profile, flowTo(topic), orders(0, 3))
    await broker.restart()
    expect(results).toMatchObject([
      { status: 'failed', failure: 'unreachable', reason: expect.stringMatching(/^Nothing answers at 127/) },
      { status: 'failed', reason: 'Not sent: the cluster went away at record 1.' },
      { status: 'failed', reason: 'Not sent: the cluster went away at record 1.' },
    ])
    expect(await keysOf(kafka, topic)).toEqual([])
  })

  it('between a send and its proof: the record is produced, and only the proof is missing', async () => {
    const dying: KafkaPort = {
      ...kafka,
      async read(...place) {
        await broker.kill()
        return kafka.read(...place)
      },
    }
    const [result] = await produce(dying, profile, flowTo(topic), orders(0, 1))
    await broker.restart()
    expect(result).toMatchObject({ status: 'produced', topic, offset: '0', reason: expect.stringMatching(/^Not read/) })
    expect(result).not.toHaveProperty('identical')
    expect(await keysOf(kafka, topic)).toEqual(['O-0'])
  })

  it('while records are sent: what is reported is what is in the log', async () => {
    const results: ProduceResult[] = []
    let isOver = false
    // For as long as the broker is killed and started, however long that takes, and once more after it.
    const sending = (async () => {
      while (!isOver) {
        const from = results.length
        results.push(...(await produce(kafka, profile, flowTo(topic), orders(from, from + 20))))
      }
    })()
    for (const _ of [1, 2]) {
      const before = results.length
      while (results.length === before) await wait(1)
      await broker.kill()
      await broker.restart()
    }
    isOver = true
    await sending
    const reported = results.map(({ status }, index) => ({ status, key: `O-${index}` }))
    const keysWith = (wanted: string) => reported.filter(({ status }) => status === wanted).map(({ key }) => key)
    const logged = await keysOf(kafka, topic)
    expect(new Set(logged).size).toBe(logged.length)
    expect(logged).toEqual(expect.arrayContaining(keysWith('produced')))
    expect(logged.filter((key) => keysWith('failed').includes(key))).toEqual([])
    expect(keysWith('produced').length).toBeGreaterThan(0)
  })

  it('in the middle of a replay: it is interrupted, goes on, and every record is there once', async () => {
    const app = aBridge({ kafka, profile })
    const id = crypto.randomUUID()
    const ask = async (method: string, path: string, body: object) => {
      const answer = await app.request(`/api/replays${path}`, asDesigner({ method, body }))
      return (await answer.json()) as ReplayState & { error?: { code: string; message: string } }
    }
    const send = (from: number, to: number) => ask('PUT', `/${id}/events`, { from, events: orders(from, to) })
    await ask('POST', '', { id, profile: 'test', flow: flowTo(topic) })
    await send(0, 2_000)
    const killed = broker.kill()
    const { error } = await send(2_000, 9_000)
    await killed
    expect(error).toMatchObject({ code: 'replay-interrupted', message: expect.stringMatching(/^The replay is interr/) })
    await broker.restart()
    const resumed = await ask('POST', `/${id}`, { action: 'resume' })
    expect(resumed.status).toBe('running')
    await send(resumed.accepted, 9_000)
    await expect.poll(() => keysOf(kafka, topic)).toEqual(idsOf(0, 9_000))
  })

  it('frozen, so that connections stay open: it is said within the time of a send, and thawed it works again', async () => {
    await produce(kafka, profile, flowTo(topic), orders(0, 1))
    broker.freeze()
    const [result] = await produce(kafka, profile, flowTo(topic), orders(1, 2))
    broker.thaw()
    expect(result).toMatchObject({ status: 'failed', reason: expect.stringMatching(/in time|within 8 s/) })
    // The thawed broker leads the partition again after a moment. A record may be written whose proof comes too late,
    // so each attempt sends an event of its own.
    const attempts: ProduceResult[] = []
    const attempt = async () => {
      const from = attempts.length + 2
      attempts.push(...(await produce(kafka, profile, flowTo(topic), orders(from, from + 1))))
      return attempts.at(-1)
    }
    await expect.poll(attempt).toMatchObject({ identical: true })
    const written = attempts.flatMap(({ status }, index) => (status === 'produced' ? [`O-${index + 2}`] : []))
    expect(await keysOf(kafka, topic)).toEqual(['O-0', ...written])
  })

  it('a topic deleted in the middle of a replay: its records are kept as failures, and the others go on', async () => {
    const other = `${topic}-other`
    await kafka.createTopic(other, { partitions: 1 })
    const app = aBridge({ kafka, profile })
    const id = crypto.randomUUID()
    const flow = aFlow(
      aConfig(
        { mapping: { order: { complete: {} }, page: { view: { settings: { topic: other } } } } },
        { topic, key: 'data.id', compression: 'none' },
      ),
    )
    const ask = async (method: string, path: string, body: object) =>
      (await (await app.request(`/api/replays${path}`, asDesigner({ method, body }))).json()) as ReplayState
    const mixed = orders(0, 10).flatMap((order) => [order, anEvent({ name: 'page view' })])
    await ask('POST', '', { id, profile: 'test', flow })
    await ask('PUT', `/${id}/events`, { from: 0, events: mixed })
    await kafka.deleteTopic(other)
    const state = await ask('PUT', `/${id}/events`, { from: 20, events: mixed, isLast: true })
    expect(state).toMatchObject({ status: 'done', accepted: 40, done: 30, failed: 10 })
    const failures = await (await app.request(`/api/replays/${id}/failures`, asDesigner())).text()
    expect(JSON.parse(failures.split('\n')[0] ?? '')).toMatchObject({
      index: 21,
      topic: other,
      reason: expect.any(String),
    })
    await expect.poll(() => keysOf(kafka, topic)).toHaveLength(20)
  })
})

describe('a connection that stalls', () => {
  let broker: FailingKafka
  let proxy: StallingProxy
  let profile: Profile
  let kafka: KafkaPort
  let topic: string
  beforeAll(async () => {
    proxy = await startStallingProxy()
    // Clients are sent to the proxy, as they are to a load balancer.
    broker = await startFailingKafka({ behind: proxy.before })
    profile = profileAt(proxy.address)
  })
  afterAll(async () => {
    await broker?.end()
    await proxy.close()
  })
  beforeEach(async () => {
    ;({ kafka, topic } = await withTopic(profile, 1))
  })
  afterEach(() => kafka.close())

  it('the answer gets lost with its connection: the record is found in the log and reported once', async () => {
    await produce(kafka, profile, flowTo(topic), orders(0, 1))
    proxy.loseAnswerOf('Produce')
    const [result] = await produce(kafka, profile, flowTo(topic), orders(1, 2))
    expect(result).toMatchObject({ status: 'produced', offset: '1', identical: true })
    expect(await keysOf(kafka, topic)).toEqual(['O-0', 'O-1'])
  })

  it('the request gets lost with its connection: the record is reported as failed, and it is not in the log', async () => {
    await produce(kafka, profile, flowTo(topic), orders(0, 1))
    proxy.loseRequest('Produce')
    const [result] = await produce(kafka, profile, flowTo(topic), orders(1, 2))
    expect(result).toMatchObject({ status: 'failed', failure: 'unreachable' })
    expect(await keysOf(kafka, topic)).toEqual(['O-0'])
  })

  it('nothing comes back any more: it is said that nobody knows', async () => {
    await produce(kafka, profile, flowTo(topic), orders(0, 1))
    proxy.stallAfter('Produce')
    const [result] = await produce(kafka, profile, flowTo(topic), orders(1, 2))
    proxy.flow()
    expect(result).toMatchObject({ status: 'unknown', failure: 'lost-answer', reason: expect.stringMatching(/lost/) })
    expect(await keysOf(kafka, topic)).toEqual(['O-0', 'O-1'])
  })

  it('a commit that comes late is refused, so that it commits nothing of the transaction after its own', async () => {
    const group = `late-${crypto.randomUUID()}`
    const writer = exactWriter(profile, group, { group, topic, partition: 0 })
    // As a worker does: after a fault it goes on from what is committed.
    const write = async (index: number): Promise<void> => {
      const record = { topic, key: `O-${index}`, value: '{}', headers: {}, timestamp: '1' }
      try {
        await writer.write([{ record, send: { acks: -1, compression: 0 } }], BigInt(index + 1))
      } catch {
        if ((await writer.open()) !== BigInt(index + 1)) await write(index)
      }
    }
    await writer.open()
    const late = proxy.delayRequest('EndTxn', 'Produce')
    await write(0)
    await write(1)
    proxy.loseAnswerOf('EndTxn')
    await write(2)
    await writer.close()
    expect(errorOf(await late)).toBe(producerFenced)
    expect(await keysOf(kafka, topic)).toEqual(['O-0', 'O-1', 'O-2'])
  })

  it('a test of the connection ends in time and says where it stands', async () => {
    proxy.stall()
    const { brokers } = await kafka.testConnection()
    proxy.flow()
    expect(brokers[0]?.steps.find(({ state }) => state === 'failed')).toMatchObject({ step: 'metadata' })
  })
})
