import { setImmediate as nextTurn } from 'node:timers/promises'
import { KafkaFailure, type KafkaFailureCode } from './kafka-port.ts'
import { offsetAt, PackedRecord, type RecordOfBatch, varintAt } from './packed-record.ts'
import { BatchBroken, BatchTooLarge, maxUnpacked, unpackRecords } from './unpack-records.ts'

/** A batch of message format 2 with those of its records that the caller wants. */
export interface Batch {
  firstOffset: bigint
  attributes: number
  firstTimestamp: bigint
  maxTimestamp: bigint
  producerId: bigint
  records: RecordOfBatch[]
  /** Offset behind what was read of it. */
  next: bigint
}

/** Why the records of a batch cannot be read: they unpack to too much, or not at all. Another try gives the same. */
export class UnreadableBatch extends KafkaFailure {
  /** Offset of its first record. */
  readonly first: bigint
  /** Offset behind its last one. */
  readonly next: bigint
  constructor(
    code: KafkaFailureCode,
    message: string,
    { first, next, cause }: { first: bigint; next: bigint; cause: unknown },
  ) {
    super(code, message, { hint: `What comes behind it is read from offset ${next} on.`, cause })
    this.first = first
    this.next = next
  }
}

/** What may still be read for one answer, in bytes. */
export interface ReadBudget {
  unpacked: number
  records: number
}

/** Some records of any size, or tens of thousands of small ones; a batch or two that unpack to much. */
export const readBudget = (): ReadBudget => ({ unpacked: 2 * maxUnpacked, records: 32 * 2 ** 20 })

/** What a record takes in memory beside its bytes. */
const recordOverhead = 500
/** Bytes of the head of a batch: offset and length, and the fields up to the records. */
const headSize = 61
const sizeSize = 12

/**
 * Reads batches from an offset on, one after the other, until the budget is used up. Other work gets its turn in between.
 * Rejects with UnreadableBatch where the first batch cannot be read.
 */
export async function readBatches(
  bytes: Buffer,
  from: bigint,
  place: { topic: string; partition: number },
  budget: ReadBudget,
): Promise<Batch[]> {
  const batches: Batch[] = []
  for (let at = 0; at + headSize <= bytes.length; ) {
    const end = at + sizeSize + bytes.readInt32BE(at + 8)
    if (end > bytes.length) break
    if (budget.unpacked <= 0 || budget.records <= 0) break
    try {
      const batch = await readBatch(bytes.subarray(at, end), from, budget)
      batches.push(batch)
      if (batch.next < nextOf(bytes, at)) break
    } catch (error) {
      // What comes before it is handed over first.
      if (batches.length > 0) break
      throw failure(error, place, bytes.readBigInt64BE(at), nextOf(bytes, at))
    }
    at = end
  }
  return batches
}

/** Offset behind the batch that begins at a byte. */
function nextOf(bytes: Buffer, at: number): bigint {
  return bytes.readBigInt64BE(at) + BigInt(bytes.readInt32BE(at + 23)) + 1n
}

function failure(error: unknown, place: { topic: string; partition: number }, first: bigint, next: bigint): unknown {
  const batch = `The batch at offset ${first} of ${place.topic}, partition ${place.partition},`
  const about = { first, next, cause: error }
  if (error instanceof BatchTooLarge) {
    const message = `${batch} unpacks to more than ${maxUnpacked / 2 ** 20} MiB and is not read.`
    return new UnreadableBatch('batch-too-large', message, about)
  }
  return error instanceof BatchBroken ? new UnreadableBatch('codec', `${batch} ${error.message}.`, about) : error
}

async function readBatch(bytes: Buffer, from: bigint, budget: ReadBudget): Promise<Batch> {
  if (bytes.readInt8(16) !== 2) throw new BatchBroken(`has message format ${bytes.readInt8(16)}, and 2 is read`)
  const firstOffset = bytes.readBigInt64BE(0)
  const attributes = bytes.readInt16BE(21)
  const batch = {
    firstOffset,
    attributes,
    firstTimestamp: bytes.readBigInt64BE(27),
    maxTimestamp: bytes.readBigInt64BE(35),
    producerId: bytes.readBigInt64BE(43),
  }
  const unpacked = await unpackRecords(attributes & 0b111, bytes.subarray(headSize))
  budget.unpacked -= unpacked.length
  const { records, next } = await readRecords(unpacked, bytes.readInt32BE(57), from - firstOffset, budget)
  return { ...batch, records, next: next === undefined ? nextOf(bytes, 0) : firstOffset + BigInt(next) }
}

/** Records that are read before other work has its turn. */
const turn = 1_000

/** Records from an offset in the batch on; `next` is the one that the budget does not allow. */
async function readRecords(
  bytes: Buffer,
  count: number,
  from: bigint,
  budget: ReadBudget,
): Promise<{ records: Batch['records']; next?: number }> {
  const records: Batch['records'] = []
  // Offsets in a batch have 32 bits.
  const first = Number(from)
  let at = 0
  for (let index = 0; index < count; index += turn) {
    if (index > 0) await nextTurn()
    const some = readSome(bytes, at, Math.min(turn, count - index), { first, budget, records })
    if (some.next !== undefined) return { records, next: some.next }
    at = some.at
  }
  return { records }
}

/** Adds so many records from a byte on; answers where they end, or the offset of the first one that the budget does not allow. */
function readSome(
  bytes: Buffer,
  from: number,
  count: number,
  { first, budget, records }: { first: number; budget: ReadBudget; records: Batch['records'] },
): { at: number; next?: number } {
  let at = from
  for (let index = 0; index < count; index++) {
    const length = varintAt(bytes, at)
    const end = length.end + length.value
    if (length.value < 0 || end > bytes.length) throw new BatchBroken('ends within a record')
    const offset = offsetAt(bytes, length.end)
    if (offset >= first) {
      if (records.length > 0 && budget.records <= 0) return { at, next: offset }
      budget.records -= length.value + recordOverhead
      records.push(new PackedRecord(bytes, length.end, end))
    }
    at = end
  }
  return { at }
}
