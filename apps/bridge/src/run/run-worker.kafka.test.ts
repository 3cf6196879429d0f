import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import type {} from '@mapping-designer/local-kafka/testing'
import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
import type { JsonObject } from '@mapping-designer/shared-types'
import { afterAll, afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import type { Profile } from '../config/profile.ts'
import { aProfile } from '../config/testing.ts'
import { fetchFrom, type Positions, positionsFrom } from '../kafka/browse-records.ts'
import { kafkaCluster } from '../kafka/kafka-cluster.ts'
import { openReader } from '../kafka/reader.ts'
import { writeRecords } from '../kafka/testing.ts'
import { workerProcesses } from './testing.ts'

const broker = inject('kafka').brokers.plaintext
const profile: Profile = aProfile({ brokers: [broker] })
const kafka = kafkaCluster(profile)
const reader = openReader(profile)
// A worker that takes more than this ends.
const heap = '--max-old-space-size=160'
const workers = workerProcesses({ KAFKA_BROKERS: broker, PRODUCE_TOPICS: 'in-*,out-*', NODE_OPTIONS: heap })
let flow: JsonObject
let input: string
let output: string
let group: string
const maxKills = 10

afterAll(async () => {
  await Promise.all([kafka.close(), reader.close()])
  workers.cleanUp()
})
beforeEach(async () => {
  const id = crypto.randomUUID()
  input = `in-${id}`
  output = `out-${id}`
  group = `group-${id}`
  const mapping = {
    order: { complete: { data: { map: { id: 'data.id' } } } },
    page: { view: { ignore: true } },
    secret: { one: { settings: { topic: 'not-allowed' } } },
  }
  flow = aFlow(aConfig({ mapping }, { topic: output, key: 'data.id', compression: 'none' }))
  await kafka.createTopic(input, { partitions: 6 })
  await kafka.createTopic(output, { partitions: 3 })
  await kafka.createTopic(`${input}.dead-letter`, { partitions: 1 })
})

// Also where a test failed: a worker goes on for ever.
afterEach(() => workers.endAll('SIGKILL'))

const startWorker = (...more: string[]) => workers.start(flow, ['--from', input, '--group', group, ...more])
const write = (values: readonly string[]) =>
  writeRecords(
    broker,
    input,
    values.map((value, at) => ({ value: Buffer.from(value), partition: at % 6 })),
  )

const event = (id: string, name = 'order complete') => JSON.stringify({ name, data: { id } })

/** A port that nobody has at the moment. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Counts how often each key is in a topic, as a consumer of committed records sees it; each call reads on. */
function keyCounter(topic: string): () => Promise<ReadonlyMap<string, number>> {
  const seen = new Map<string, number>()
  let positions: Positions | undefined
  return async () => {
    positions ??= (await positionsFrom(reader, topic, { from: { kind: 'earliest' }, limit: 0 })).start
    for (let isMore = true; isMore; ) {
      const records = await fetchFrom(reader, topic, positions, 100)
      for (const { key } of records) {
        const text = key !== null && 'text' in key ? key.text : ''
        seen.set(text, (seen.get(text) ?? 0) + 1)
      }
      isMore = records.length > 0
    }
    return seen
  }
}

async function waitFor(isThere: () => Promise<boolean>): Promise<void> {
  while (!(await isThere())) await new Promise((resolve) => setTimeout(resolve, 50))
}

describe('run', () => {
  it('maps a topic, skips what is ignored, and keeps what cannot be mapped with its reason', async () => {
    await write([
      event('A'),
      event('B', 'page view'),
      'not json',
      event('C', 'nonsense'),
      event('E'),
      event('F', 'secret one'),
    ])
    const dry = startWorker('--dry', '--json')
    await new Promise((resolve) => dry.child.once('close', resolve))
    expect(JSON.parse(dry.said())).toMatchObject({
      read: 6,
      skipped: 1,
      produced: { [output]: 2 },
      deadLetters: {
        unreadable: { count: 1, first: expect.stringMatching(/^in-\S+ 2@0: The value is not JSON$/) },
        failed: { count: 1 },
        'topic-not-allowed': { count: 1 },
      },
    })
    const port = await freePort()
    const worker = startWorker('--workers', '2', '--json', '--listen', String(port))
    const keys = keyCounter(output)
    await waitFor(async () => (await keys()).size === 2 && (await deadLetters()).length === 3)
    const ask = async (path: string) => (await fetch(`http://127.0.0.1:${port}/${path}`)).text()
    // What a commit wrote can be read a moment before the worker knows that it is committed.
    await expect.poll(() => ask('metrics')).toContain('run_dead_letters_total{cause="topic-not-allowed"} 1')
    await expect.poll(() => ask('metrics')).toContain('run_events_total{outcome="produced"} 2')
    expect(await ask('ready')).toBe('is a member of its group\n')
    expect(await workers.endAll('SIGTERM')).toEqual([0])
    const [stopped = ''] = worker.said().trim().split('\n').slice(-1)
    expect(JSON.parse(stopped)).toMatchObject({ level: 'info', read: 6, produced: 2, skipped: 1, deadLettered: 3 })
    expect([...(await keys()).keys()].sort()).toEqual(['A', 'E'])
    expect((await deadLetters()).sort()).toEqual([
      ['Event name is invalid', event('C', 'nonsense')],
      ['The value is not JSON', 'not json'],
      ['not-allowed is not in the allowlist of profile env.', event('F', 'secret one')],
    ])
    async function deadLetters() {
      const records = await kafka.browse(`${input}.dead-letter`, { from: { kind: 'earliest' }, limit: 100 })
      return records.map(({ headers, value }) => {
        const reasons = headers.filter(([name]) => name === 'error.reason')
        return [...reasons.map(([, text]) => text), value].map((bytes) => (bytes && 'text' in bytes ? bytes.text : ''))
      })
    }
  })

  it('takes a bounded memory, however much its events come to', async () => {
    await kafka.changeTopic(output, { config: { 'max.message.bytes': '8000000' } })
    const fields = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`f${index}`, 'data.text']))
    const mapping = { order: { complete: { data: { map: fields } } } }
    const large = aFlow(aConfig({ mapping }, { topic: output, key: 'data.id', compression: 'zstd' }))
    const text = 'x'.repeat(20_000)
    const ids = Array.from({ length: 240 }, (_, index) => `K-${index}`)
    await write(ids.map((id) => JSON.stringify({ name: 'order complete', data: { id, text } })))
    const worker = workers.start(large, ['--from', input, '--group', group])
    const ended = new Promise((resolve) => worker.child.once('exit', () => resolve('ended')))
    const keys = keyCounter(output)
    const all = waitFor(async () => (await keys()).size === ids.length)
    expect(await Promise.race([ended, all])).toBeUndefined()
    expect([...(await keys()).values()]).toEqual(ids.map(() => 1))
  }, 120_000)

  it('loses and doubles nothing in a rolling update to another version of the flow', async () => {
    const mapping = { order: { complete: { data: { map: { id: 'data.id', version: { value: 2 } } } } } }
    const next = aFlow(aConfig({ mapping }, { topic: output, key: 'data.id', compression: 'none' }))
    const perStep = 3_000
    const writeStep = (step: number) =>
      write(Array.from({ length: perStep }, (_, index) => event(`K-${step * perStep + index}`)))
    const keys = keyCounter(output)
    const old = [startWorker(), startWorker()]
    await writeStep(0)
    await waitFor(async () => (await keys()).size > 0)
    for (const [index, worker] of old.entries()) {
      workers.start(next, ['--from', input, '--group', group])
      await worker.end('SIGTERM')
      await writeStep(index + 1)
    }
    await waitFor(async () => (await keys()).size === 3 * perStep)
    await workers.endAll('SIGTERM')
    expect([...(await keys())].filter(([, count]) => count !== 1)).toEqual([])
    // The last offset of a partition is the mark of a transaction.
    const [last] = await kafka.browse(output, { from: { kind: 'latest' }, limit: 10 })
    expect(last?.value).toMatchObject({ text: expect.stringContaining('"version":2') })
  }, 600_000)

  it('loses and doubles nothing while workers are killed at random', async () => {
    const total = Number(process.env['RUN_EVENTS'] ?? 200_000)
    await write(Array.from({ length: total }, (_, index) => event(`K-${index}`)))
    for (let index = 0; index < 3; index++) startWorker()
    const keys = keyCounter(output)
    let kills = 0
    let nextKill = 0
    await waitFor(async () => {
      const { partitions } = await kafka.describeTopic(output)
      // With the marks of transactions, so this is reached somewhat before the last record.
      const written = partitions.reduce((sum, { latest }) => sum + Number(latest), 0)
      const victim = workers.all()[kills % workers.all().length]
      if (written > nextKill && kills < maxKills && victim !== undefined) {
        nextKill = written + total / 12
        victim.child.kill(++kills % 3 === 0 ? 'SIGTERM' : 'SIGKILL')
        startWorker()
      }
      return written >= total && (await keys()).size >= total
    })
    await workers.endAll('SIGTERM')
    const seen = await keys()
    const wrong = [...seen].filter(([, count]) => count !== 1)
    expect({ keys: seen.size, wrong }).toEqual({ keys: total, wrong: [] })
    expect(kills).toBeGreaterThan(0)
  }, 600_000)
})
