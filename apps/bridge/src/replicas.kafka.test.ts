import { tmpdir } from 'node:os'
import { type LocalKafka, startLocalKafka } from '@mapping-designer/local-kafka'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import type { ProduceReply, ReplayState } from '@mapping-designer/shared-types'
import kafkajs from 'kafkajs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEventRunner } from './code/event-runner.ts'
import type { Profile } from './config/profile.ts'
import { aProfile } from './config/testing.ts'
import { kafkaCluster } from './kafka/kafka-cluster.ts'
import type { KafkaPort } from './kafka/kafka-port.ts'
import { eventRecord, writeRecords } from './kafka/testing.ts'
import { startWorker } from './run/testing.ts'
import { aBridge, asDesigner } from './testing.ts'

const topic = 'replicated'
const flow = (to: string) =>
  aFlow(
    aConfig(
      { mapping: { order: { complete: { data: { map: { id: 'data.id' } } } } } },
      { topic: to, key: 'data.id', compression: 'none' },
    ),
  )
const events = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => anEvent({ data: { id: `O-${from + index}` } }))

describe('a topic that needs two replicas in sync, on a cluster that loses a broker', () => {
  let first: LocalKafka
  let second: LocalKafka | undefined
  let profile: Profile
  let kafka: KafkaPort
  beforeAll(async () => {
    first = await startLocalKafka()
    const { plaintext } = first.brokers
    profile = aProfile({ brokers: [plaintext] })
    kafka = kafkaCluster(profile)
    // What belongs to transactions and groups is made on the broker that stays.
    await kafka.createTopic('warm', { partitions: 1 })
    expect(await replay('warm', crypto.randomUUID(), 0, 1)).toMatchObject({ done: 1 })
    second = await startLocalKafka({ joins: first })
    // The one that stays leads.
    await createOn(topic, [1, 2], [{ name: 'min.insync.replicas', value: '2' }])
  })
  afterAll(async () => {
    await kafka?.close()
    await second?.stop()
    await first?.stop()
  })

  /** A topic of one partition on these brokers; the first of them leads it. */
  async function createOn(name: string, replicas: number[], configEntries: { name: string; value: string }[] = []) {
    const brokers = [first.brokers.plaintext]
    const admin = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING }).admin()
    await admin.connect()
    const made = { topic: name, replicaAssignment: [{ partition: 0, replicas }], configEntries }
    await admin.createTopics({ topics: [made], waitForLeaders: false })
    await admin.disconnect()
  }

  async function replay(to: string, id: string, from: number, until: number) {
    const app = aBridge({ kafka, profile })
    const ask = async (method: string, path: string, body: object) => {
      const answer = await app.request(`/api/replays${path}`, asDesigner({ method, body }))
      return (await answer.json()) as ReplayState & { error?: { code: string; message: string } }
    }
    const opened = await ask('POST', '', { id, profile: 'test', flow: flow(to) })
    if (opened.error !== undefined) return opened
    return ask('PUT', `/${id}/events`, { from, events: events(from, until) })
  }
  async function produce(from: number, to: number) {
    const body = { profile: 'test', flow: flow(topic), events: events(from, to) }
    const answer = await aBridge({ kafka, profile }).request('/api/produce', asDesigner({ body }))
    return ((await answer.json()) as ProduceReply).results
  }
  /** Brokers that hold all of the topic; none while nobody knows it. */
  const inSync = async () =>
    (await kafka.describeTopic(topic).catch(() => undefined))?.partitions[0]?.inSync.toSorted() ?? []
  const keys = async () =>
    (await kafka.browse(topic, { from: { kind: 'earliest' }, limit: 1_000 })).map(({ key }) => key)

  it('refuses single records and stops a replay, which goes on where it was when the broker is back', async () => {
    await expect.poll(inSync).toEqual([1, 2])
    const id = crypto.randomUUID()
    expect(await replay(topic, id, 0, 10)).toMatchObject({ status: 'running', done: 10 })
    // Its transaction is over when its records can be read: that, too, takes two replicas.
    await expect.poll(keys).toHaveLength(10)
    await second?.stop()
    second = undefined
    await expect.poll(inSync).toEqual([1])

    expect(await produce(100, 101)).toMatchObject([
      { status: 'failed', failure: 'refused', reason: expect.stringMatching(/^Too few replicas are in sync/) },
    ])
    expect((await replay(topic, id, 10, 20)).error).toMatchObject({
      code: 'replay-interrupted',
      message: expect.stringContaining('Too few replicas are in sync'),
    })
    expect(await keys()).toHaveLength(10)

    second = await startLocalKafka({ joins: first })
    await expect.poll(inSync).toHaveLength(2)
    expect(await replay(topic, id, 10, 20)).toMatchObject({ status: 'running', accepted: 20, failed: 0 })
    await expect.poll(keys).toEqual(events(0, 20).map(({ data }) => ({ text: (data as { id: string }).id })))
  })

  it('makes a worker wait, which goes on when the broker is back', async () => {
    await createOn('in', [1])
    await expect.poll(() => kafka.partitionsOf('in').catch(() => 0)).toBe(1)
    await writeRecords(first.brokers.plaintext, 'in', [eventRecord('W-1')])
    const runner = createEventRunner()
    const worker = startWorker({ profile, runner, flow: flow(topic), folder: tmpdir(), from: 'in', group: 'workers' })
    const written = async () =>
      (await keys()).filter((key) => key !== null && 'text' in key && key.text.startsWith('W'))
    await expect.poll(written).toHaveLength(1)
    await second?.stop()
    second = undefined
    await expect.poll(inSync).toEqual([1])
    await writeRecords(first.brokers.plaintext, 'in', [eventRecord('W-2')])
    await expect.poll(worker.said).toContain('Partition 0: Too few replicas are in sync')
    second = await startLocalKafka({ joins: first })
    await expect.poll(written).toHaveLength(2)
    await worker.stop()
    await runner.close()
  })
})
