import { Connection, listTransactionsV1 } from '@platformatic/kafka'
import kafkajs from 'kafkajs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { EventRunner } from '../code/event-runner.ts'
import { eventRecord, writeRecords } from '../kafka/testing.ts'
import { orders, textOf, waiting, workersOnKafka } from './testing-workers.ts'

const { broker, kafka, runner, names, start, read, keys, write, haveKeys, makeLetters } = workersOnKafka()
const client = new kafkajs.Kafka({ brokers: [broker], logLevel: kafkajs.logLevel.NOTHING })
const admin = client.admin()
beforeAll(() => admin.connect())
afterAll(() => admin.disconnect())

describe('a function', () => {
  it('has the clock of the record, and random numbers of its own that stay the same', async () => {
    const fn = '$code:() => [Date.now(), Math.random()].join()'
    const mapping = { order: { complete: { data: { map: { made: { fn } } } } } }
    const times = [1_700_000_000_000n, 1_700_000_000_001n]
    await write(...times.map((timestamp) => ({ ...eventRecord('A'), timestamp })))
    const valuesOf = async () => (await read(names.output)).map(({ value }) => JSON.parse(textOf(value)).made as string)
    start({ mapping })
    await vi.waitFor(async () => expect(await valuesOf()).toHaveLength(2), waiting)
    const first = await valuesOf()
    expect(first.map((made) => BigInt(made.split(',')[0] ?? ''))).toEqual(times)
    expect(first[0]?.split(',')[1]).not.toBe(first[1]?.split(',')[1])
    start({ mapping, group: `${names.id}-again` })
    await vi.waitFor(
      async () => expect((await valuesOf()).toSorted()).toEqual([...first, ...first].toSorted()),
      waiting,
    )
  })
})

describe('a partition', () => {
  it('waits for a topic that is missing, says so once, and holds up no other', async () => {
    const missing = `out-late-${names.id}`
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
    expect(await read(names.letters)).toEqual([])
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
    expect(await read(names.letters)).toEqual([])
  })

  it('goes on behind what retention deleted, says how much, and holds up no other', async () => {
    await write(eventRecord('A', 0), eventRecord('B', 1))
    const first = start()
    await haveKeys('A', 'B')
    await first.stop()
    await write(...['C', 'D', 'E'].map((name) => eventRecord(name, 0)), eventRecord('F', 1))
    // kafkajs deletes in topics alone that it has asked for.
    await admin.fetchTopicMetadata({ topics: [names.input] })
    await admin.deleteTopicRecords({ topic: names.input, partitions: [{ partition: 0, offset: '3' }] })
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
    await admin.createPartitions({ topicPartitions: [{ topic: names.input, count: 4 }] })
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
      await admin.deleteGroups([names.id])
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
    const other = `c-${names.input}`
    await kafka.createTopic(other, { partitions: 1 })
    await write(eventRecord('A'))
    await writeRecords(broker, other, [eventRecord('B')])
    // With hyphens between them, both would be GROUP-c-TOPIC-0.
    start({ group: `${names.id}-c` })
    start({ group: names.id, from: other })
    await haveKeys('A', 'B')
    const connection = new Connection('test')
    const [host = '', port] = broker.split(':')
    await connection.connect(host, Number(port))
    const { transactionStates } = await listTransactionsV1.api.async(connection, [], [], -1n, null)
    await connection.close()
    const ids = transactionStates.map(({ transactionalId }) => transactionalId)
    expect(ids).toEqual(expect.arrayContaining([`${names.id}-c/${names.input}/0`, `${names.id}/${other}/0`]))
  })

  it('comes to the end of a log whose last records are aborted', async () => {
    await write(eventRecord('A'))
    start()
    const producer = client.producer({ transactionalId: names.id, idempotent: true, maxInFlightRequests: 1 })
    await producer.connect()
    const transaction = await producer.transaction()
    await transaction.send({ topic: names.input, messages: [{ value: 'never committed', partition: 0 }] })
    await transaction.abort()
    await producer.disconnect()
    await vi.waitFor(async () => {
      const [found] = await admin.fetchOffsets({ groupId: names.id, topics: [names.input] })
      const first = found?.partitions.find(({ partition }) => partition === 0)
      // The event, the record that was aborted, and the mark.
      expect(first?.offset).toBe('3')
    }, waiting)
    expect(await keys()).toEqual(['A'])
  })

  /** Waits until the group has a position in so many partitions. */
  const begun = (count: number) =>
    vi.waitFor(async () => {
      const [found] = await admin.fetchOffsets({ groupId: names.id, topics: [names.input] })
      expect(found?.partitions.filter(({ offset }) => offset !== '-1')).toHaveLength(count)
    }, waiting)
})
