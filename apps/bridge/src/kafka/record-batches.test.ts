import { expect, it } from 'vitest'
import { type Positioned, roundsOf, routedByTopic } from './record-batches.ts'

const toPartition = (
  partition: number,
  changes: { size?: number; compression?: number; time?: number } = {},
): Positioned => ({
  record: {
    topic: 'orders',
    partition,
    key: null,
    value: Buffer.alloc(changes.size ?? 1),
    headers: [],
    timestamp: String(changes.time ?? 0),
  },
  send: { acks: -1, compression: changes.compression ?? 0 },
})

/** The partition and number of records of each batch, round by round. */
const shapeOf = (records: readonly Positioned[], partitions = 3) =>
  roundsOf(routedByTopic(records).get('orders') ?? [], partitions).map((round) =>
    round.map((batch) => [batch.partition, batch.records.length]),
  )

it('sends what all partitions get in one request, as much as it may be', () => {
  const records = [0, 1, 2, 1, 0].map((partition) => toPartition(partition, { size: 300_000 }))
  expect(shapeOf(records)).toEqual([
    [
      [0, 2],
      [1, 2],
      [2, 1],
    ],
  ])
})

it('begins another batch of a partition where the one before is full, has another codec, or a time far away', () => {
  const far = 2 ** 32
  expect(shapeOf([toPartition(0, { size: 600_000 }), toPartition(1), toPartition(0, { size: 600_000 })])).toEqual([
    [
      [0, 1],
      [1, 1],
    ],
    [[0, 1]],
  ])
  expect(shapeOf([toPartition(0), toPartition(0, { compression: 1 }), toPartition(0)])).toEqual([
    [[0, 1]],
    [[0, 1]],
    [[0, 1]],
  ])
  expect(shapeOf([toPartition(0), toPartition(0, { time: far }), toPartition(1, { time: far })])).toEqual([
    [
      [0, 1],
      [1, 1],
    ],
    [[0, 1]],
  ])
})

it('keeps the order of each partition over all rounds', () => {
  const records = Array.from({ length: 40 }, (_, index) => toPartition(index % 3, { size: 200_000, time: index }))
  const rounds = roundsOf(routedByTopic(records).get('orders') ?? [], 3)
  for (const partition of [0, 1, 2]) {
    const times = rounds
      .flat()
      .filter((batch) => batch.partition === partition)
      .flatMap((batch) => batch.records.map(({ timestamp }) => Number(timestamp)))
    expect(times).toEqual(records.flatMap((_, index) => (index % 3 === partition ? [index] : [])))
  }
})

it('keeps topics apart', () => {
  const other = { ...toPartition(0), record: { ...toPartition(0).record, topic: 'refunds' } }
  const topics = routedByTopic([toPartition(0), other, toPartition(1)])
  expect([...topics].map(([topic, records]) => [topic, records.length])).toEqual([
    ['orders', 2],
    ['refunds', 1],
  ])
})
