import { isUtf8 } from 'node:buffer'
import { jsonSize } from '@mapping-designer/mapping-engine'
import type { BrowsedRecord, Bytes } from '@mapping-designer/shared-types'
import { KafkaFailure, type ReadFrom } from './kafka-port.ts'
import type { RecordOfBatch } from './packed-record.ts'
import type { Batch } from './read-batches.ts'
import { hasAppendTime, type Reader, timestampOf } from './reader.ts'
import { requireAnswer } from './require-answer.ts'

/** Offset of the next record to read by partition. */
export type Positions = Map<number, bigint>

const earliest = -2n
const latest = -1n
const fetchLimit = 4 * 2 ** 20

/** Where to start in each partition, and where the log ends now. */
export async function positionsFrom(
  reader: Reader,
  topic: string,
  { from, partition, limit }: { from: ReadFrom; partition?: number | undefined; limit: number },
): Promise<{ start: Positions; end: Positions }> {
  const partitions = await reader.partitionsOf(topic)
  const wanted = partition === undefined ? partitions.map((_, index) => index) : [partition]
  if (partition !== undefined && partitions[partition] === undefined) {
    throw new KafkaFailure('not-found', `${topic} has no partition ${partition}; it has ${partitions.length}.`)
  }
  const ask = (timestamp: bigint) => reader.offsetsAt(topic, timestamp, wanted)
  const [first, next, atTime] = await Promise.all([
    ask(earliest),
    ask(latest),
    from.kind === 'time' ? ask(from.at) : [],
  ])
  const start: Positions = new Map()
  const end: Positions = new Map()
  for (const index of wanted) {
    const low = requireAnswer(first[index], 'where a partition begins')
    const high = requireAnswer(next[index], 'where a partition ends')
    end.set(index, high)
    start.set(index, clamp(startOf(), low, high))
    function startOf(): bigint {
      if (from.kind === 'latest') return high - BigInt(limit)
      if (from.kind === 'earliest') return low
      if (from.kind === 'offset') return from.at
      const found = requireAnswer(atTime[index], 'the offset of a time')
      return found === latest ? high : found
    }
  }
  return { start, end }
}

function clamp(value: bigint, low: bigint, high: bigint): bigint {
  return value < low ? low : value > high ? high : value
}

/**
 * Records from the positions on, which move behind what was read; waits at most so many ms for the first. `ends` gets where
 * what is committed ends.
 */
export async function fetchFrom(
  reader: Reader,
  topic: string,
  positions: Positions,
  wait: number,
  ends: Positions = new Map(),
  make: MakeRecord = browsedRecord,
): Promise<BrowsedRecord[]> {
  const places = [...positions].map(([partition, offset]) => ({ partition, offset }))
  const answer = await reader.fetch(topic, places, { wait, bytes: fetchLimit })
  const records: BrowsedRecord[] = []
  for (const { partitionIndex: partition, records: batches, abortedTransactions, stableEnd } of answer) {
    ends.set(partition, stableEnd)
    const from = requireAnswer(positions.get(partition), 'only the partitions that were asked for')
    const aborted = abortedTransactions.toSorted((a, b) => (a.firstOffset < b.firstOffset ? -1 : 1))
    const dropping = new Set<bigint>()
    for (const batch of batches) {
      const later = aborted.findIndex(({ firstOffset }) => firstOffset > batch.firstOffset)
      for (const { producerId } of aborted.splice(0, later === -1 ? aborted.length : later)) {
        dropping.add(producerId)
      }
      positions.set(partition, batch.next)
      const isControl = (batch.attributes & 0x20) !== 0
      if (isControl) dropping.delete(batch.producerId)
      const isAborted = (batch.attributes & 0x10) !== 0 && dropping.has(batch.producerId)
      if (isControl || isAborted) continue
      for (const record of batch.records) {
        const offset = batch.firstOffset + BigInt(record.offsetDelta)
        if (offset < from) continue
        records.push(make({ topic, partition, offset: String(offset) }, batch, record))
      }
    }
  }
  return records
}

/** A record as it is shown. */
type MakeRecord = (
  place: Pick<BrowsedRecord, 'topic' | 'partition' | 'offset'>,
  batch: Batch,
  record: RecordOfBatch,
) => BrowsedRecord

const browsedRecord: MakeRecord = (place, batch, record) => ({
  ...place,
  timestamp: timestampOf(batch, record),
  ...(hasAppendTime(batch) && { timestampType: 'LogAppendTime' as const }),
  key: bytesOf(record.key),
  value: bytesOf(record.value),
  headers: headersOf(record),
  size: (record.key?.length ?? 0) + (record.value?.length ?? 0),
})

/** The same for records that wait by the thousand: each is read when it is looked at, and takes little memory until then. */
export const waitingRecord: MakeRecord = (place, batch, record) => new WaitingRecord(place, batch, record)

class WaitingRecord implements BrowsedRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: string
  readonly #batch: Batch
  readonly #record: RecordOfBatch

  constructor({ topic, partition, offset }: Parameters<MakeRecord>[0], batch: Batch, record: RecordOfBatch) {
    this.topic = topic
    this.partition = partition
    this.offset = offset
    this.#batch = batch
    this.#record = record
  }

  get timestamp() {
    return timestampOf(this.#batch, this.#record)
  }

  get key() {
    return bytesOf(this.#record.key)
  }

  get value() {
    const text = this.#record.valueText
    // Without this sign it is UTF-8, as most are.
    return text === null || text.includes('\ufffd') ? bytesOf(this.#record.value) : { text }
  }

  get headers() {
    return headersOf(this.#record)
  }

  get size() {
    return this.#record.size
  }
}

const headersOf = ({ headers }: RecordOfBatch): BrowsedRecord['headers'] =>
  headers.map(([name, value]) => [String(name), bytesOf(value)])

function bytesOf(bytes: Buffer | null | undefined): Bytes {
  if (bytes === null || bytes === undefined) return null
  return isUtf8(bytes) ? { text: bytes.toString('utf8') } : { base64: bytes.toString('base64') }
}

/** Every record from the positions to where the log ends now. */
export async function readToEnd(reader: Reader, topic: string, positions: Positions): Promise<BrowsedRecord[]> {
  const { end } = await positionsFrom(reader, topic, { from: { kind: 'latest' }, limit: 0 })
  const records: BrowsedRecord[] = []
  let isMore = true
  while (isMore && partitionsBehind(positions, end).length > 0)
    isMore = await readMore(reader, topic, positions, records)
  return records
}

function partitionsBehind(positions: Positions, end: Positions): number[] {
  return [...end].flatMap(([partition, high]) => {
    const at = positions.get(partition)
    return at !== undefined && at < high ? [partition] : []
  })
}

/** Adds what comes next to the records; false where nothing came. */
async function readMore(
  reader: Reader,
  topic: string,
  positions: Positions,
  records: BrowsedRecord[],
): Promise<boolean> {
  const before = [...positions.values()].join()
  // Not spread into the arguments of `push`: one answer may hold more records than a call takes.
  for (const record of await fetchFrom(reader, topic, positions, 500)) records.push(record)
  return [...positions.values()].join() !== before
}

/** Characters of the records of a page; one record may have more. */
const maxPage = 16 * 2 ** 20

interface PageQuery {
  from: ReadFrom
  partition?: number | undefined
  limit: number
}

/**
 * One page of records in the order of their times, or of one partition in the order of its log; of `latest`, the newest. It
 * has fewer records than the limit where they are large. Rejects when the signal aborts.
 */
export async function browse(
  reader: Reader,
  topic: string,
  query: PageQuery,
  signal?: AbortSignal,
): Promise<BrowsedRecord[]> {
  const { start: positions, end } = await positionsFrom(reader, topic, query)
  let records: BrowsedRecord[] = []
  // Of the newest, all partitions have to be read to their ends before it is known which are the newest.
  while (query.from.kind === 'latest' || (records.length < query.limit && sizeOf(records) < maxPage)) {
    signal?.throwIfAborted()
    const behind = partitionsBehind(positions, end)
    for (const partition of positions.keys()) if (!behind.includes(partition)) positions.delete(partition)
    if (behind.length === 0 || !(await readMore(reader, topic, positions, records))) break
    if (query.from.kind === 'latest') records = pageOf(records, query)
  }
  return pageOf(records, query)
}

function pageOf(records: readonly BrowsedRecord[], { from, partition, limit }: PageQuery): BrowsedRecord[] {
  const byTime = (a: BrowsedRecord, b: BrowsedRecord) =>
    Number(BigInt(a.timestamp) - BigInt(b.timestamp)) || Number(BigInt(a.offset) - BigInt(b.offset))
  // One partition is read on from the last record of a page, so none may be left out before it.
  const sorted = partition === undefined ? records.toSorted(byTime) : records
  const wantedFirst = from.kind === 'latest' ? sorted.toReversed() : sorted
  let size = 0
  const page = wantedFirst.slice(0, limit).filter((record, index) => {
    size += jsonSize(record)
    return index === 0 || size <= maxPage
  })
  return from.kind === 'latest' ? page.toReversed() : page
}

function sizeOf(records: readonly BrowsedRecord[]): number {
  return records.reduce((size, record) => size + jsonSize(record), 0)
}
