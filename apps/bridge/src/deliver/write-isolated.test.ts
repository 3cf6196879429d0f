import { expect, it } from 'vitest'
import type { ExactWriter } from '../kafka/exact-writer.ts'
import { KafkaFailure, type KafkaFailureCode } from '../kafka/kafka-port.ts'
import type { Positioned } from '../kafka/record-batches.ts'
import { type Item, type WriteOptions, writeIsolated } from './write-isolated.ts'

const item = (index: number, topic = 'orders'): Item => ({
  index,
  records: [aRecord(topic, `k${index}`)],
})
const aRecord = (topic: string, key: string): Positioned => ({
  record: { topic, key, value: 'v', headers: {}, timestamp: '0' },
  send: { acks: -1, compression: 0 },
})

/** A writer that refuses transactions in which a record is of a bad topic or has a bad index. */
function aWriter(code: KafkaFailureCode | null, isBad: (topic: string, key: unknown) => boolean) {
  const written: { keys: unknown[]; position: bigint }[] = []
  const writer: Pick<ExactWriter, 'open' | 'write'> = {
    open: async () => null,
    write: async (records, position) => {
      if (records.some(({ record }) => isBad(record.topic, record.key))) {
        throw code === null ? new TypeError('no failure of Kafka') : new KafkaFailure(code, 'It was refused.')
      }
      written.push({ keys: records.map(({ record }) => record.key), position })
    },
  }
  return { writer: writer as ExactWriter, written }
}
const refusals: [number, string][] = []
const refuse: WriteOptions<Item> = {
  refuses: 'topic',
  replace({ index }, reason) {
    refusals.push([index, reason])
    return { index }
  },
}

it('writes nothing where there is nothing', async () => {
  const { writer, written } = aWriter(null, () => true)
  await writeIsolated(writer, [], refuse)
  expect(written).toEqual([])
})

it('moves the position on where no event has a record', async () => {
  const { writer, written } = aWriter(null, () => true)
  await writeIsolated(writer, [{ index: 3 }, { index: 4 }], refuse)
  expect(written).toEqual([{ keys: [], position: 5n }])
})

it('finds one bad record by halving, and writes what is given in its place', async () => {
  const { writer, written } = aWriter('record-too-large', (topic, key) => topic === 'orders' && key === 'k2')
  const items = [item(0), { index: 1 }, item(2), item(3)]
  await writeIsolated(writer, items, { refuses: 'record', replace: ({ index }) => item(index, 'dead') })
  expect(written).toEqual([
    { keys: ['k0'], position: 2n },
    { keys: ['k2'], position: 3n },
    { keys: ['k3'], position: 4n },
  ])
})

it('replaces what is refused until it can be written', async () => {
  const { writer, written } = aWriter('record-too-large', (topic) => topic !== 'short')
  const replace = ({ index, records }: Required<Item>) =>
    item(index, records[0]?.record.topic === 'orders' ? 'dead' : 'short')
  await writeIsolated(writer, [item(0), item(1)], { refuses: 'record', replace })
  expect(written).toEqual([
    { keys: ['k0'], position: 1n },
    { keys: ['k1'], position: 2n },
  ])
})

it('writes the records of one event together, or not at all', async () => {
  refusals.length = 0
  const { writer, written } = aWriter('record-too-large', (_, key) => key === 'large')
  const several = (index: number, ...keys: string[]) => ({ index, records: keys.map((key) => aRecord('orders', key)) })
  await writeIsolated(writer, [several(0, 'a', 'b'), several(1, 'c', 'large', 'd')], refuse)
  expect(refusals.map(([index]) => index)).toEqual([1])
  expect(written).toEqual([
    { keys: ['a', 'b'], position: 1n },
    { keys: [], position: 2n },
  ])
})

it('rejects what is said of a topic where only records are refused', async () => {
  const { writer, written } = aWriter('authorization', (topic) => topic === 'secret')
  const work = writeIsolated(writer, [item(0), item(1, 'secret')], { ...refuse, refuses: 'record' })
  await expect(work).rejects.toMatchObject({ code: 'authorization' })
  expect(written).toEqual([])
})

it('refuses all records of a topic at once where the topic is at fault', async () => {
  refusals.length = 0
  const { writer, written } = aWriter('topic-missing', () => true)
  await writeIsolated(writer, [item(0), { index: 1 }, item(2)], refuse)
  expect(refusals).toEqual([
    [0, 'The topic orders does not exist.'],
    [2, 'The topic orders does not exist.'],
  ])
  expect(written).toEqual([{ keys: [], position: 3n }])
})

it('looks for the topic at fault where there are several', async () => {
  refusals.length = 0
  const { writer, written } = aWriter('authorization', (topic) => topic === 'secret')
  await writeIsolated(writer, [item(0), item(1, 'secret')], refuse)
  expect(refusals.map(([index]) => index)).toEqual([1])
  expect(written).toEqual([
    { keys: ['k0'], position: 1n },
    { keys: [], position: 2n },
  ])
})

it.each([
  { fault: 'the cluster', code: 'unreachable' as const },
  { fault: 'the program', code: null },
])('rejects where $fault is at fault', async ({ code }) => {
  const { writer } = aWriter(code, () => true)
  await expect(writeIsolated(writer, [item(0)], refuse)).rejects.toThrow()
})
