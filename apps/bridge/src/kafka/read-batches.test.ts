import { createRecord, createRecordsBatch, Reader, readRecord } from '@platformatic/kafka'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PackedRecord } from './packed-record.ts'
import { type ReadBudget, readBatches, readBudget } from './read-batches.ts'

const place = { topic: 'orders', partition: 0 }
const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const

/** A log of batches with so many records each, whose values are their offsets. */
function aLog(sizes: readonly number[], compression: (typeof codecs)[number] = 'zstd'): Buffer {
  let next = 0
  return Buffer.concat(
    sizes.map((size) => {
      const first = next
      next += size
      const messages = Array.from({ length: size }, (_, index) => ({
        topic: 'orders',
        value: Buffer.from(String(first + index)),
        timestamp: BigInt(1_700_000_000_000 + index),
      }))
      const batch = createRecordsBatch(messages as never, { compression }).buffer
      batch.writeBigInt64BE(BigInt(first), 0)
      return batch
    }),
  )
}

/** The values from an offset to the end, read answer by answer. */
async function valuesFrom(log: Buffer, from: number, end: number, budget: () => ReadBudget = readBudget) {
  const values: string[] = []
  let answers = 0
  for (let at = BigInt(from); at < BigInt(end); answers++) {
    const batches = await readBatches(log, at, place, budget())
    for (const { records, next } of batches) {
      values.push(...records.map(({ value }) => String(value)))
      at = next
    }
  }
  return { values, answers }
}

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => String(from + index))

describe('reading batches', () => {
  it.each(codecs)('gives each record once, from any offset on: %s', async (codec) => {
    const log = aLog([3, 1, 5], codec)
    for (let from = 0; from < 9; from++) expect((await valuesFrom(log, from, 9)).values).toEqual(numbers(from, 9))
  })

  it('gives each record once where an answer ends within a batch', async () => {
    const log = aLog([7, 7, 7])
    const { values, answers } = await valuesFrom(log, 2, 21, () => ({ unpacked: 2 ** 20, records: 1_500 }))
    expect(values).toEqual(numbers(2, 21))
    expect(answers).toBeGreaterThan(5)
  })

  it('keeps no more of a batch with very many records than an answer may have', async () => {
    const { values, answers } = await valuesFrom(aLog([150_000]), 0, 150_000)
    expect(values).toEqual(numbers(0, 150_000))
    expect(answers).toBe(3)
  })

  it('leaves the batches for which nothing is left to the next answer', async () => {
    const batches = await readBatches(aLog([2, 2, 2]), 0n, place, { unpacked: 1, records: 2 ** 20 })
    expect(batches.map(({ next }) => next)).toEqual([2n])
  })

  it('hands over what comes before a batch that cannot be read, and then says which it is', async () => {
    const log = aLog([2, 2], 'gzip')
    const second = log.length / 2
    log.fill(0, second + 61)
    const [first] = await readBatches(log, 0n, place, readBudget())
    expect(first?.next).toBe(2n)
    await expect(readBatches(log.subarray(second), 2n, place, readBudget())).rejects.toMatchObject({
      code: 'codec',
      message: expect.stringMatching(/^The batch at offset 2 of orders, partition 0, cannot be unpacked: /),
      hint: 'What comes behind it is read from offset 4 on.',
    })
  })

  it('reads no batch that an answer holds a part of', async () => {
    const log = aLog([2, 2])
    const batches = await readBatches(log.subarray(0, log.length - 1), 0n, place, readBudget())
    expect(batches.map(({ next }) => next)).toEqual([2n])
  })
})

const anyBytes = fc.option(fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)))

it('finds in a record what the client finds, and says where one is cut off', () => {
  const anyRecord = fc.record({
    key: anyBytes,
    value: anyBytes,
    headers: fc.array(fc.tuple(fc.string().map(Buffer.from), anyBytes)).map((pairs) => new Map(pairs)),
    timestamp: fc.oneof(fc.bigInt(-(2n ** 31n), 2n ** 31n - 1n), fc.constantFrom(0n, 2n ** 30n)),
  })
  fc.assert(
    fc.property(anyRecord, fc.nat(100_000), fc.nat(10), (record, offset, before) => {
      const bytes = createRecord(record as never, offset, 0n).buffer
      const { length, attributes, ...expected } = readRecord(Reader.from(bytes))
      const padded = Buffer.concat([Buffer.alloc(before, 1), bytes])
      const start = padded.length - length
      const { offsetDelta, timestampDelta, key, value, headers, size } = new PackedRecord(padded, start, padded.length)
      expect({ offsetDelta, timestampDelta, key, value, headers }).toEqual(expected)
      expect(size).toBe((key?.length ?? 0) + (value?.length ?? 0))
      expect(() => new PackedRecord(padded, start, start + 2)).toThrow('no end')
    }),
  )
})
