import { describe, expect, it } from 'vitest'
import { browse, fetchFrom, positionsFrom, readToEnd, waitingRecord } from './browse-records.ts'
import { encodeHeaders, encodeRecords } from './encode-records.ts'
import { PackedRecord, varintAt } from './packed-record.ts'
import { readRecord } from './read-record.ts'
import type { FetchedPartition, Reader } from './reader.ts'

type Batch = FetchedPartition['records'][number]
interface Part {
  low: bigint
  high: bigint
  /** Offset of a time */
  at?: bigint
  answer?: Partial<FetchedPartition>
}

const transactional = 0x10
const control = 0x20

/** A batch with one record for each value, from an offset on. */
function aBatch(firstOffset: bigint, values: (string | null)[], changes: Partial<Batch> = {}): Batch {
  return {
    firstOffset,
    next: firstOffset + BigInt(values.length),
    attributes: 0,
    producerId: -1n,
    firstTimestamp: 1_000n,
    maxTimestamp: 9_000n,
    records: values.map((value, offsetDelta) => ({
      offsetDelta,
      timestampDelta: BigInt(offsetDelta),
      key: null,
      value: value === null ? null : Buffer.from(value),
      headers: [],
    })),
    ...changes,
  } as unknown as Batch
}

/** A log of such partitions; what is fetched is what each was given. */
function aReader(parts: Part[]): Reader & { calls: number[][] } {
  const calls: number[][] = []
  return {
    calls,
    partitionsOf: async () => parts.map(() => ({ leader: 0 })),
    identityOf: async () => 'topic',
    offsetsAt: async (_, time) =>
      parts.map(({ low, high, at = -1n }) => (time === -2n ? low : time === -1n ? high : at)),
    fetch: async (_, places) => {
      calls.push(places.map(({ partition }) => partition))
      return places.map(
        ({ partition }) =>
          ({
            partitionIndex: partition,
            records: [],
            abortedTransactions: [],
            ...parts[partition]?.answer,
          }) as never,
      )
    },
    close: async () => {},
  }
}
const values = (records: { value: unknown }[]) => records.map(({ value }) => (value as { text: string } | null)?.text)

describe('where to begin', () => {
  const reader = aReader([
    { low: 5n, high: 20n, at: 12n },
    { low: 0n, high: 3n },
  ])
  it.each([
    { from: { kind: 'latest' as const }, limit: 10, start: [10n, 0n] },
    { from: { kind: 'latest' as const }, limit: 100, start: [5n, 0n] },
    { from: { kind: 'latest' as const }, limit: 0, start: [20n, 3n] },
    { from: { kind: 'earliest' as const }, limit: 10, start: [5n, 0n] },
    { from: { kind: 'offset' as const, at: 7n }, limit: 10, start: [7n, 3n] },
    { from: { kind: 'offset' as const, at: 1n }, limit: 10, start: [5n, 1n] },
    // A time after the last record is the end.
    { from: { kind: 'time' as const, at: 99n }, limit: 10, start: [12n, 3n] },
  ])('from $from with $limit', async ({ from, limit, start }) => {
    const positions = await positionsFrom(reader, 't', { from, limit })
    expect([...positions.start.values()]).toEqual(start)
    expect([...positions.end.values()]).toEqual([20n, 3n])
  })

  it('says that there is no such partition', async () => {
    await expect(
      positionsFrom(reader, 't', { from: { kind: 'latest' }, partition: 2, limit: 1 }),
    ).rejects.toMatchObject({
      code: 'not-found',
      message: 't has no partition 2; it has 2.',
    })
  })

  it('says that an answer lacks a partition, rather than beginning somewhere', async () => {
    const gap: Reader = { ...reader, offsetsAt: async () => [] }
    await expect(positionsFrom(gap, 't', { from: { kind: 'latest' }, limit: 1 })).rejects.toMatchObject({
      code: 'refused',
      message: 'The answer of the cluster lacks where a partition begins; try again.',
    })
  })
})

describe('what is fetched', () => {
  const fetched = (answer: Partial<FetchedPartition>, from = 0n) => {
    const positions = new Map([[0, from]])
    const records = fetchFrom(aReader([{ low: 0n, high: 9n, answer }]), 't', positions, 0)
    return records.then((found) => ({ found, position: positions.get(0) }))
  }

  it('leaves out what lies before the position in a batch', async () => {
    const { found, position } = await fetched({ records: [aBatch(0n, ['a', 'b', 'c'])] }, 2n)
    expect(values(found)).toEqual(['c'])
    expect(position).toBe(3n)
  })

  it('is the same where it is read as late as it is looked at', async () => {
    const values = [
      Buffer.from('v'),
      null,
      Buffer.from([0x76, 0xff]),
      Buffer.from('\ufffd'),
      Buffer.from('é\ud800'),
      Buffer.of(),
    ]
    const packed = (value: Buffer | null) => {
      const headers = encodeHeaders([[Buffer.from('a'), value]])
      const bytes = encodeRecords([{ key: value, value, headers, timestamp: 0n }], 0n)
      return new PackedRecord(bytes, varintAt(bytes, 0).end, bytes.length)
    }
    const batchOf = (value: Buffer | null, index: number) => aBatch(BigInt(index), [null], { records: [packed(value)] })
    const answer = { records: [...values.map(batchOf), aBatch(6n, [], { attributes: 0x08, records: [packed(null)] })] }
    const places = () => new Map([[0, 0n]])
    const reader = aReader([{ low: 0n, high: 9n, answer }])
    const shown = await fetchFrom(reader, 't', places(), 0)
    const waiting = await fetchFrom(reader, 't', places(), 0, new Map(), waitingRecord)
    const partsOf = ({ topic, offset, timestamp, key, value, headers, size }: (typeof shown)[number]) => ({
      topic,
      offset,
      timestamp,
      key,
      value,
      headers,
      size,
    })
    expect(waiting).toHaveLength(7)
    expect(waiting.map(partsOf)).toEqual(shown.map(partsOf))
  })

  it('is shown with its key, its headers, its size and its time', async () => {
    const batch = aBatch(4n, ['v'])
    const [record] = batch.records as [(typeof batch.records)[number]]
    record.key = Buffer.from([0xff])
    record.headers = [[Buffer.from('a'), null]] as never
    const { found } = await fetched({ records: [batch, aBatch(5n, [null], { attributes: 0x08 })] })
    expect(found).toEqual([
      {
        topic: 't',
        partition: 0,
        offset: '4',
        timestamp: '1000',
        key: { base64: '/w==' },
        value: { text: 'v' },
        headers: [['a', null]],
        size: 2,
      },
      {
        topic: 't',
        partition: 0,
        offset: '5',
        timestamp: '9000',
        timestampType: 'LogAppendTime',
        key: null,
        value: null,
        headers: [],
        size: 0,
      },
    ])
  })

  it('is nothing where the broker sent nothing', async () => {
    expect(await fetched({}, 3n)).toEqual({ found: [], position: 3n })
  })

  it('leaves out aborted transactions, and only those', async () => {
    const of = (producerId: bigint) => ({ attributes: transactional, producerId })
    const end = (producerId: bigint) => ({ attributes: transactional | control, producerId })
    const { found, position } = await fetched({
      // Not in their order, as brokers may send them.
      abortedTransactions: [
        { producerId: 1n, firstOffset: 6n },
        { producerId: 1n, firstOffset: 0n },
        { producerId: 2n, firstOffset: 9n },
      ],
      records: [
        aBatch(0n, ['aborted'], of(1n)),
        aBatch(1n, ['other'], of(2n)),
        aBatch(2n, ['abort'], end(1n)),
        aBatch(3n, ['commit'], end(2n)),
        aBatch(4n, ['committed'], of(1n)),
        aBatch(5n, ['commit'], end(1n)),
        aBatch(6n, ['aborted again'], of(1n)),
        aBatch(7n, ['plain'], { producerId: 1n }),
        aBatch(8n, ['abort'], end(1n)),
      ],
    })
    expect(values(found)).toEqual(['other', 'committed', 'plain'])
    expect(position).toBe(9n)
  })
})

describe('a page of records', () => {
  const parts: Part[] = [
    { low: 0n, high: 2n, answer: { records: [aBatch(0n, ['a', 'b'], { firstTimestamp: 10n })] } },
    { low: 0n, high: 3n, answer: { records: [aBatch(0n, ['x', 'y', 'z'], { firstTimestamp: 5n })] } },
    { low: 0n, high: 0n },
  ]

  it('is in the order of the times; of the latest, the newest', async () => {
    expect(values(await browse(aReader(parts), 't', { from: { kind: 'earliest' }, limit: 4 }))).toEqual([
      'x',
      'y',
      'z',
      'a',
    ])
    expect(values(await browse(aReader(parts), 't', { from: { kind: 'latest' }, limit: 3 }))).toEqual(['z', 'a', 'b'])
  })

  it('is in the order of the log where it is of one partition, so that the next one leaves nothing out', async () => {
    const records = [
      aBatch(0n, ['late'], { firstTimestamp: 9n }),
      aBatch(1n, ['early', 'last'], { firstTimestamp: 1n }),
    ]
    const reader = aReader([{ low: 0n, high: 3n, answer: { records } }])
    const query = { from: { kind: 'earliest' }, partition: 0, limit: 2 } as const
    expect(values(await browse(reader, 't', query))).toEqual(['late', 'early'])
    const newest = { from: { kind: 'latest' }, partition: 0, limit: 2 } as const
    expect(values(await browse(aReader([{ low: 0n, high: 3n, answer: { records } }]), 't', newest))).toEqual([
      'early',
      'last',
    ])
  })

  it('asks no partition that is at its end', async () => {
    const reader = aReader(parts)
    await browse(reader, 't', { from: { kind: 'earliest' }, limit: 10 })
    expect(reader.calls).toEqual([[0, 1]])
  })

  it('ends where nothing more comes, though the end was not reached', async () => {
    const silent = aReader([{ low: 0n, high: 5n }])
    expect(await browse(silent, 't', { from: { kind: 'latest' }, limit: 3 })).toEqual([])
    expect(await readToEnd(silent, 't', new Map([[0, 0n]]))).toEqual([])
    expect(silent.calls).toHaveLength(2)
  })

  it('to the end of a log, is all of it', async () => {
    expect(values(await readToEnd(aReader(parts), 't', new Map([[1, 1n]])))).toEqual(['y', 'z'])
    expect(await readToEnd(aReader(parts), 't', new Map([[1, 3n]]))).toEqual([])
  })
})

describe('one record', () => {
  const reader = aReader([
    { low: 0n, high: 4n, answer: { records: [aBatch(2n, ['c', null])] } },
    { low: 0n, high: 0n },
  ])

  it('is read at its place', async () => {
    expect(await readRecord(reader, 't', 0, '3')).toEqual({
      topic: 't',
      partition: 0,
      offset: '3',
      key: null,
      value: null,
      headers: [],
      timestamp: '1001',
    })
    expect(await readRecord(reader, 't', 0, '2')).toMatchObject({ value: 'c' })
  })

  it.each([
    { partition: 0, offset: '9', code: 'not-found', message: 'There is no record at t 0@9.' },
    { partition: 1, offset: '0', code: 'not-found', message: 'There is no record at t 1@0.' },
    { partition: 2, offset: '0', code: 'topic-missing', message: 'Partition 2 of t does not exist.' },
  ])('is not there at $partition@$offset', async ({ partition, offset, code, message }) => {
    await expect(readRecord(reader, 't', partition, offset)).rejects.toMatchObject({ code, message })
  })
})
