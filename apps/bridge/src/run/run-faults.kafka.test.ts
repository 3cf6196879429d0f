import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type {} from '@mapping-designer/local-kafka/testing'
import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
import type { BrowsedRecord, Bytes, JsonObject } from '@mapping-designer/shared-types'
import { Connection, listTransactionsV1 } from '@platformatic/kafka'
import kafkajs from 'kafkajs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { createEventRunner, type EventRunner } from '../code/event-runner.ts'
import { kafkaCluster } from '../kafka/kafka-cluster.ts'
import { eventRecord, type InputRecord, writeRecords } from '../kafka/testing.ts'
import { aProfile } from '../testing.ts'
import type { RunOptions } from './run-options.ts'
import { type RunningWorker, startWorker } from './testing.ts'

const broker = inject('kafka').brokers.plaintext
const profile = aProfile({ brokers: [broker] })
const kafka = kafkaCluster(profile)
const runner = createEventRunner()
const client = new kafkajs.Kafka({ brokers: [broker], logLevel: kafkajs.logLevel.NOTHING })
const admin = client.admin()
const folder = mkdtempSync(join(tmpdir(), 'run-faults-'))
const waiting = { timeout: 90_000, interval: 50 }
let id: string
let input: string
let output: string
let letters: string
const running = new Set<RunningWorker>()

beforeAll(() => admin.connect())
afterAll(async () => {
  await Promise.all([kafka.close(), admin.disconnect(), runner.close()])
  rmSync(folder, { recursive: true })
})
beforeEach(async () => {
  id = crypto.randomUUID()
  input = `in-${id}`
  output = `out-${id}`
  letters = `${input}.dead-letter`
  await kafka.createTopic(input, { partitions: 2 })
  await kafka.createTopic(output, { partitions: 1 })
})
afterEach(async () => {
  await Promise.all([...running].map((worker) => worker.stop()))
  running.clear()
})

/** A worker of the group of this test, or of another one. */
function start({ mapping = orders, ...changes }: Partial<RunOptions> & { mapping?: JsonObject } = {}) {
  const flow = aFlow(aConfig({ mapping }, { topic: output, key: 'data.id', compression: 'none' }))
  const worker = startWorker({ profile, runner, flow, folder, from: input, group: id, ...changes })
  running.add(worker)
  return worker
}

const orders = { order: { complete: { data: { map: { id: 'data.id' } } } } }
const write = (...records: InputRecord[]) => writeRecords(broker, input, records)
const read = (topic: string) => kafka.browse(topic, { from: { kind: 'earliest' }, limit: 10_000 })
const textOf = (bytes: Bytes | undefined) =>
  bytes !== null && bytes !== undefined && 'text' in bytes ? bytes.text : ''
const keys = async (topic = output) => (await read(topic)).map(({ key }) => textOf(key)).sort()
const haveKeys = (...expected: string[]) => vi.waitFor(async () => expect(await keys()).toEqual(expected), waiting)
const headersOf = (record: BrowsedRecord | undefined) =>
  Object.fromEntries((record?.headers ?? []).map(([name, bytes]) => [name, textOf(bytes)]))
const makeLetters = (config: Record<string, string> = {}) => kafka.createTopic(letters, { partitions: 1, config })
const haveLetters = (count: number) =>
  vi.waitFor(async () => {
    const records = await read(letters)
    expect(records).toHaveLength(count)
    return records
  }, waiting)

describe('a dead letter', () => {
  it('keeps bytes, nulls and headers in their order, duplicates among them', async () => {
    await makeLetters()
    const headers = new Map<Buffer, Buffer | null>([
      [Buffer.from('b'), Buffer.from('1')],
      [Buffer.from('a'), Buffer.from([0xff])],
      [Buffer.from('b'), null],
    ])
    await write({ key: Buffer.from([0xfe]), value: Buffer.from([0xff, 0x00]), headers, timestamp: 1_700_000_000_000n })
    await write({ key: null, value: null, partition: 0 })
    start()
    const [binary, tombstone] = (await haveLetters(2)).toSorted(
      (a, b) => Number(a.key === null) - Number(b.key === null),
    )
    expect(binary).toMatchObject({ key: { base64: '/g==' }, value: { base64: '/wA=' }, timestamp: '1700000000000' })
    expect(binary?.headers.slice(0, 4)).toEqual([
      ['b', { text: '1' }],
      ['a', { base64: '/w==' }],
      ['b', null],
      ['error.reason', { text: 'The value is not UTF-8, so it is not JSON' }],
    ])
    expect(tombstone).toMatchObject({ key: null, value: null })
    expect(headersOf(tombstone)['error.reason']).toContain('tombstone')
  })

  it.each([
    {
      fact: 'larger than its topic takes',
      config: { 'max.message.bytes': '500' },
      event: eventRecord('x'.repeat(600), 0, { name: 'no' }),
    },
    {
      fact: 'without the key that its topic asks for',
      config: { 'cleanup.policy': 'compact' },
      event: eventRecord('A', 0, { name: 'no' }),
    },
  ])('that is $fact says where the event is, and the work goes on', async ({ config, event }) => {
    await makeLetters(config)
    await write(event, eventRecord('B'))
    const worker = start()
    await haveKeys('B')
    const [letter] = await haveLetters(1)
    expect(headersOf(letter)).toMatchObject({
      'error.reason': 'Event name is invalid',
      'error.topic': input,
      'error.partition': '0',
      'error.offset': '0',
      'error.value.bytes': String(event.value?.length),
    })
    expect(worker.said()).not.toContain('Partition')
  })

  it('is written for a batch that unpacks to more than is read, and the work goes on behind it', async () => {
    await makeLetters()
    const value = 'x'.repeat(40 * 2 ** 20)
    const record = { topic: input, key: '', value, headers: {}, timestamp: '0' }
    const { partition, offset } = await kafka.send(record, { acks: -1, compression: 4 })
    await write(eventRecord('A', partition), eventRecord('B', 1 - partition))
    const worker = start()
    await haveKeys('A', 'B')
    expect(headersOf((await haveLetters(1))[0])).toMatchObject({
      'error.partition': String(partition),
      'error.offset': offset,
      'error.last-offset': offset,
    })
    expect(worker.said()).toContain('unpacks to more than 32 MiB')
  })

  it('is written for an event that nothing can be done with', async () => {
    await makeLetters()
    const deep = Buffer.from(`{"name":"order complete","data":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`)
    await write({ value: deep, partition: 0 }, eventRecord('B'))
    start({ mapping: { order: { complete: { data: { map: { id: { fn: '$code:(event) => event.data.id' } } } } } } })
    await haveKeys('B')
    expect(headersOf((await haveLetters(1))[0])['error.offset']).toBe('0')
  })

  it('is written for a record that would go to the input', async () => {
    await makeLetters()
    await write(eventRecord('A'), eventRecord('B', 0, { name: 'order again' }), eventRecord('C'))
    start({ mapping: { order: { ...orders.order, again: { settings: { topic: input } } } } })
    await haveKeys('A', 'C')
    expect(headersOf((await haveLetters(1))[0])['error.reason']).toContain('is the input')
  })
})

describe('a function', () => {
  it('has the clock of the record, and random numbers of its own that stay the same', async () => {
    const fn = '$code:() => [Date.now(), Math.random()].join()'
    const mapping = { order: { complete: { data: { map: { made: { fn } } } } } }
    const times = [1_700_000_000_000n, 1_700_000_000_001n]
    await write(...times.map((timestamp) => ({ ...eventRecord('A'), timestamp })))
    const valuesOf = async () => (await read(output)).map(({ value }) => JSON.parse(textOf(value)).made as string)
    start({ mapping })
    await vi.waitFor(async () => expect(await valuesOf()).toHaveLength(2), waiting)
    const first = await valuesOf()
    expect(first.map((made) => BigInt(made.split(',')[0] ?? ''))).toEqual(times)
    expect(first[0]?.split(',')[1]).not.toBe(first[1]?.split(',')[1])
    start({ mapping, group: `${id}-again` })
    await vi.waitFor(
      async () => expect((await valuesOf()).toSorted()).toEqual([...first, ...first].toSorted()),
      waiting,
    )
  })
})

describe('a partition', () => {
  it('waits for a topic that is missing, says so once, and holds up no other', async () => {
    const missing = `out-late-${id}`
    const mapping = { order: { ...orders.order, late: { ...orders.order.complete, settings: { topic: missing } } } }
    await makeLetters()
    await write(eventRecord('A', 0, { name: 'order late' }), eventRecord('B', 0), eventRecord('C', 1))
    const worker = start({ mapping })
    await haveKeys('C')
    await vi.waitFor(
      () => expect(worker.said()).toContain(`Partition 0: The topic ${missing} does not exist.`),
      waiting,
    )
    await write(eventRecord('D', 1))
    await haveKeys('C', 'D')
    await kafka.createTopic(missing, { partitions: 1 })
    await haveKeys('B', 'C', 'D')
    expect(await keys(missing)).toEqual(['A'])
    expect(await read(letters)).toEqual([])
    await vi.waitFor(() => expect(worker.said()).toContain('Partition 0: Works again.'), waiting)
    expect(worker.said().split(missing)).toHaveLength(2)
  })

  it('waits where nothing can be mapped, whatever the event', async () => {
    await makeLetters()
    await write(eventRecord('A'))
    let isBroken = true
    const firstOutcomes: EventRunner['firstOutcomes'] = async (request) => {
      if (isBroken) throw new Error('There is no process to map in')
      return runner.firstOutcomes(request)
    }
    const worker = start({ runner: { ...runner, firstOutcomes } })
    await vi.waitFor(() => expect(worker.said()).toContain('Partition 0: '), waiting)
    isBroken = false
    await haveKeys('A')
    expect(await read(letters)).toEqual([])
  })

  it('goes on behind what retention deleted, says how much, and holds up no other', async () => {
    await write(eventRecord('A', 0), eventRecord('B', 1))
    const first = start()
    await haveKeys('A', 'B')
    await first.stop()
    await write(...['C', 'D', 'E'].map((name) => eventRecord(name, 0)), eventRecord('F', 1))
    // kafkajs deletes in topics alone that it has asked for.
    await admin.fetchTopicMetadata({ topics: [input] })
    await admin.deleteTopicRecords({ topic: input, partitions: [{ partition: 0, offset: '3' }] })
    const stopped = start({ expired: 'stop' })
    await haveKeys('A', 'B', 'F')
    await vi.waitFor(
      () => expect(stopped.said()).toMatch(/^Partition 0: Retention deleted 2 records .*--expired/m),
      waiting,
    )
    await stopped.stop()
    const second = start()
    await haveKeys('A', 'B', 'E', 'F')
    expect(second.said()).toBe(
      'Partition 0: Retention deleted 2 records (offsets 1 to 2) before they were read. Goes on at offset 3: 2 records are lost.',
    )
  })

  it('is read from its begin where it is added while workers run, whatever --start says', async () => {
    const members = [start({ start: 'latest' }), start({ start: 'latest' })]
    await begun(2)
    await admin.createPartitions({ topicPartitions: [{ topic: input, count: 4 }] })
    await write(eventRecord('A', 2), eventRecord('B', 3))
    await haveKeys('A', 'B')
    expect(members.map((worker) => worker.said())).toEqual(['', ''])
  })

  it('has its position before the first event, so that --start latest skips nothing later', async () => {
    await write(eventRecord('A'))
    const first = start({ start: 'latest' })
    await begun(2)
    await first.stop()
    await write(eventRecord('B'), eventRecord('C', 1))
    start({ start: 'latest' })
    await haveKeys('B', 'C')
  })

  it.each([
    { expired: 'earliest', written: ['A', 'A', 'B'] },
    { expired: 'latest', written: ['A', 'C'] },
  ] as const)(
    'stops where the cluster forgot its position, until somebody says $expired',
    async ({ expired, written }) => {
      await write(eventRecord('A'))
      const first = start()
      await haveKeys('A')
      await first.stop()
      await admin.deleteGroups([id])
      await write(eventRecord('B'))
      const second = start()
      await vi.waitFor(
        () => expect(second.said()).toMatch(/^Partition 0: The cluster has forgotten .*--expired earliest/m),
        waiting,
      )
      await second.stop()
      expect(await keys()).toEqual(['A'])
      const third = start({ expired })
      await vi.waitFor(
        () => expect(third.said()).toMatch(/^Partition 0: The cluster has forgotten .*Goes on at offset/m),
        waiting,
      )
      if (expired === 'latest') await write(eventRecord('C'))
      await haveKeys(...written)
    },
  )

  it('has a transactional id that no other group and topic can have', async () => {
    const other = `c-${input}`
    await kafka.createTopic(other, { partitions: 1 })
    await write(eventRecord('A'))
    await writeRecords(broker, other, [eventRecord('B')])
    // With hyphens between them, both would be GROUP-c-TOPIC-0.
    start({ group: `${id}-c` })
    start({ group: id, from: other })
    await haveKeys('A', 'B')
    const connection = new Connection('test')
    const [host = '', port] = broker.split(':')
    await connection.connect(host, Number(port))
    const { transactionStates } = await listTransactionsV1.api.async(connection, [], [], -1n, null)
    await connection.close()
    const ids = transactionStates.map(({ transactionalId }) => transactionalId)
    expect(ids).toEqual(expect.arrayContaining([`${id}-c/${input}/0`, `${id}/${other}/0`]))
  })

  it('comes to the end of a log whose last records are aborted', async () => {
    await write(eventRecord('A'))
    start()
    const producer = client.producer({ transactionalId: id, idempotent: true, maxInFlightRequests: 1 })
    await producer.connect()
    const transaction = await producer.transaction()
    await transaction.send({ topic: input, messages: [{ value: 'never committed', partition: 0 }] })
    await transaction.abort()
    await producer.disconnect()
    await vi.waitFor(async () => {
      const [found] = await admin.fetchOffsets({ groupId: id, topics: [input] })
      const first = found?.partitions.find(({ partition }) => partition === 0)
      // The event, the record that was aborted, and the mark.
      expect(first?.offset).toBe('3')
    }, waiting)
    expect(await keys()).toEqual(['A'])
  })

  /** Waits until the group has a position in so many partitions. */
  const begun = (count: number) =>
    vi.waitFor(async () => {
      const [found] = await admin.fetchOffsets({ groupId: id, topics: [input] })
      expect(found?.partitions.filter(({ offset }) => offset !== '-1')).toHaveLength(count)
    }, waiting)
})
