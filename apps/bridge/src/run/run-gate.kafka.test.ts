import { type LocalRegistry, startLocalRegistry } from '@mapping-designer/local-kafka/registry'
import type {} from '@mapping-designer/local-kafka/testing'
import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
import { Producer } from '@platformatic/kafka'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it, vi } from 'vitest'
import { createEventRunner } from '../code/event-runner.ts'
import { aProfile } from '../config/testing.ts'
import { createRateLimit, type RateLimit } from '../deliver/rate.ts'
import { kafkaCluster } from '../kafka/kafka-cluster.ts'
import { sharedTransactions } from '../kafka/shared-transactions.ts'
import { destinationOf } from '../produce/plan-request.ts'
import { createEventReader } from '../reading/event-reader.ts'
import { schemaRegistry } from '../registry/schema-registry.ts'
import { mapPartition } from './map-partition.ts'
import type { RunCounts, RunOptions } from './run-options.ts'
import { runWorker } from './run-worker.ts'

const brokers = [inject('kafka').brokers.plaintext]
const kafka = kafkaCluster(aProfile({ brokers }))
const runner = createEventRunner()
const waiting = { timeout: 90_000, interval: 100 }
let local: LocalRegistry
let input: string
let output: string
let stop: AbortController
let work: Promise<void>
let written: RunCounts[]

beforeAll(async () => {
  local = await startLocalRegistry()
})
afterAll(() => Promise.all([kafka.close(), runner.close(), local.stop()]))
beforeEach(async () => {
  const id = crypto.randomUUID()
  input = `in-${id}`
  output = `out-${id}`
  stop = new AbortController()
  written = []
  await Promise.all([input, output, `${input}.dead-letter`].map((topic) => kafka.createTopic(topic, { partitions: 1 })))
})
afterEach(async () => {
  stop.abort()
  await work
})

function start(parts: { rate?: RateLimit; maxPerMinute?: number; url?: string }, onTrouble = (_: string) => {}): void {
  const mapping = { order: { complete: { data: { map: { id: 'data.id', total: 'data.total' } } } } }
  const options: RunOptions = {
    profile: aProfile({ brokers, ...(parts.maxPerMinute !== undefined && { maxPerMinute: parts.maxPerMinute }) }),
    registry:
      parts.url === undefined ? undefined : schemaRegistry({ url: parts.url, mayRegister: true, checksValues: true }),
    rate: parts.rate ?? createRateLimit(Date.now),
    destination: destinationOf({ flow: aFlow(aConfig({ mapping }, { topic: output, key: 'data.id' })), events: [] }),
    runner,
    reader: createEventReader(),
    from: input,
    group: input,
    deadLetter: `${input}.dead-letter`,
    start: 'earliest',
    expired: undefined,
    notes: '',
    note: { has: async () => false, add: async () => {} },
    onWritten: (change) => written.push(change),
    onTrouble,
    write: sharedTransactions(),
  }
  work = runWorker(options, (partition, signal) => mapPartition(options, partition, signal), stop.signal)
}

async function write(totals: readonly unknown[]): Promise<void> {
  const producer = new Producer({ clientId: 'test', bootstrapBrokers: brokers })
  const messages = totals.map((total, index) => ({
    topic: input,
    value: Buffer.from(JSON.stringify({ name: 'order complete', data: { id: `K-${index}`, total } })),
  }))
  await producer.send({ messages, acks: -1 })
  await producer.close()
}

async function keys(topic: string): Promise<string[]> {
  const records = await kafka.browse(topic, { from: { kind: 'earliest' }, limit: 1_000 })
  return records.map(({ key, value }) => {
    const bytes = key !== null && 'text' in key && key.text !== '' ? key : value
    return bytes !== null && 'text' in bytes ? bytes.text : ''
  })
}

it('keeps values that the registry refuses from the output', async () => {
  const schema = JSON.stringify({ type: 'object', properties: { total: { type: 'number' } } })
  const registry = schemaRegistry({ url: local.url, mayRegister: true, checksValues: true })
  await registry.register({ subject: `${output}-value`, schemaType: 'JSON', schema })
  await write([1, 'two', 3])
  start({ url: local.url })
  await vi.waitFor(async () => expect(await keys(output)).toEqual(['K-0', 'K-2']), waiting)
  const [letter] = await kafka.browse(`${input}.dead-letter`, { from: { kind: 'earliest' }, limit: 10 })
  expect(letter?.headers).toContainEqual([
    'error.reason',
    { text: `The value does not fit version 1 of ${output}-value: /total must be number.` },
  ])
})

it('waits while nobody can ask the registry, and takes no event for a bad one', async () => {
  const told: string[] = []
  await write([1])
  start({ url: 'http://127.0.0.1:1' }, (sentence) => told.push(sentence))
  await vi.waitFor(() => expect(told.join()).toContain('The value could not be checked.'), waiting)
  stop.abort()
  await work
  expect(written).toEqual([])
  expect(await keys(`${input}.dead-letter`)).toEqual([])
})

it('keeps to the records of a minute', async () => {
  let now = 0
  let inTurn = 0
  const limit = createRateLimit(() => now)
  const rate: RateLimit = {
    ...limit,
    async takeInTurn(...turn) {
      inTurn++
      const mayGo = await limit.takeInTurn(...turn)
      inTurn--
      return mayGo
    },
  }
  await write(Array.from({ length: 25 }, (_, index) => index))
  start({ rate, maxPerMinute: 10 })
  for (const count of [10, 20, 25]) {
    // Whatever is left waits for its turn: nothing of it can be on its way.
    await vi.waitFor(async () => {
      expect(await keys(output)).toHaveLength(count)
      expect(inTurn).toBe(count < 25 ? 1 : 0)
    }, waiting)
    now += 60_000
  }
})
