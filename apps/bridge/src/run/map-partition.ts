import type { BrowsedRecord } from '@mapping-designer/shared-types'
import { maxPortion } from '../code/portion.ts'
import { atOnce, inParts } from '../deliver/rate.ts'
import { writeIsolated } from '../deliver/write-isolated.ts'
import { fetchFrom, type Positions, waitingRecord } from '../kafka/browse-records.ts'
import { type ExactWriter, exactWriter } from '../kafka/exact-writer.ts'
import { explainError } from '../kafka/explain-error.ts'
import { KafkaFailure } from '../kafka/kafka-port.ts'
import { UnreadableBatch } from '../kafka/read-batches.ts'
import { openReader, type Reader } from '../kafka/reader.ts'
import { beginPartition } from './begin-partition.ts'
import { batchDeadLetter, shortDeadLetter } from './dead-letter.ts'
import { keepTrying } from './keep-trying.ts'
import { type MappedRecord, mapRecords, toDeadLetter } from './map-records.ts'
import { oneAhead } from './one-ahead.ts'
import type { InputPartition, RunOptions, Written } from './run-options.ts'

/** ms to wait for records */
const fetchWait = 300

/**
 * Maps one partition until the signal: fetch, map, write with the position. Only a transaction is shared with the other
 * partitions of the thread, so that what happens to this one does not hold them up. A fault stops it, and it is tried again from what is committed.
 */
export async function mapPartition(options: RunOptions, input: InputPartition, signal: AbortSignal): Promise<void> {
  const report = (sentence: string) => options.onTrouble(`Partition ${input.partition}: ${sentence}`)
  await keepTrying((onWell) => mapOnce(options, input, signal, { report, onWell }), {
    signal,
    report,
    // Where another worker has taken over there is no trouble.
    sentenceOf(error) {
      const { code, message, hint } = explainError(error, options.profile.brokers)
      return code === 'fenced' ? undefined : [message, hint].filter(Boolean).join(' ')
    },
  })
}

/** Until the signal or a fault. */
async function mapOnce(
  options: RunOptions,
  { partition, isAdded, member }: InputPartition,
  signal: AbortSignal,
  on: { report(sentence: string): void; onWell(): void },
): Promise<void> {
  const { profile, from: topic, group, note } = options
  const reader = openReader(profile)
  // No topic has a slash in its name, so no two partitions of any groups share an id.
  const writer = exactWriter(
    profile,
    `${group}/${topic}/${partition}`,
    { group, topic, partition, member },
    options.write,
  )
  try {
    const place = { topic, partition, isAdded }
    const at = await beginPartition(place, { reader, writer, note }, options, on.report)
    const positions = new Map([[partition, at]])
    await mapFrom(options, { partition, positions, reader, writer, ends: new Map(), written: at }, signal, on.onWell)
  } finally {
    await Promise.all([writer.close(), reader.close()])
  }
}

interface OpenPartition {
  partition: number
  /** Of the next record to fetch. */
  positions: Positions
  reader: Reader
  writer: ExactWriter
  /** Where the log ended when it was last fetched. */
  ends: Positions
  /** The position that is committed. */
  written: bigint
}

/** What one transaction may hold, and the offset behind all that was read for it; without records where there was nothing to map. */
interface Portion {
  mapped: readonly MappedRecord[]
  next: bigint
  /** The log went on behind it when it was fetched. */
  hasMore: boolean
}

async function mapFrom(
  options: RunOptions,
  open: OpenPartition,
  signal: AbortSignal,
  onWell: () => void,
): Promise<void> {
  for await (const { item: portion, makeNext } of oneAhead(mappedPortions(options, open, signal))) {
    if (signal.aborted) return
    // At the end of the log, what comes while this portion waits for its transaction goes into the next one.
    if (portion instanceof UnreadableBatch || portion.hasMore) makeNext()
    if (portion instanceof UnreadableBatch) await writeBatchLetter(options, open, portion)
    else if (portion.mapped.length === 0) await writeGap(options, open, portion.next)
    else await writePortion(options, open, portion.mapped, { signal, onFilled: makeNext })
    onWell()
  }
}

/** Fetches and maps from the position on; a batch that nobody can read stands for itself. */
export async function* mappedPortions(
  options: RunOptions,
  { partition, positions, reader, ends }: Omit<OpenPartition, 'writer' | 'written'>,
  signal: AbortSignal,
): AsyncGenerator<Portion | UnreadableBatch> {
  const atMost = atOnce(options.profile, maxPortion.events)
  while (!signal.aborted) {
    let rest = await fetchNext(reader, options.from, positions, ends)
    if (rest instanceof UnreadableBatch) {
      positions.set(partition, rest.next)
      yield rest
      continue
    }
    do {
      const mapped = await mapRecords(options, rest.slice(0, atMost))
      rest = rest.slice(mapped.length)
      const next = positions.get(partition) ?? 0n
      yield { mapped, next, hasMore: rest.length > 0 || next < (ends.get(partition) ?? 0n) }
    } while (rest.length > 0 && !signal.aborted)
  }
}

async function fetchNext(
  reader: Reader,
  topic: string,
  positions: Positions,
  ends: Positions,
): Promise<readonly BrowsedRecord[] | UnreadableBatch> {
  try {
    return await fetchFrom(reader, topic, positions, fetchWait, ends, waitingRecord)
  } catch (error) {
    if (error instanceof UnreadableBatch) return error
    throw error
  }
}

/** Writes what records make with their position. A stop comes between two transactions. */
async function writePortion(
  options: RunOptions,
  open: OpenPartition,
  mapped: readonly MappedRecord[],
  { signal, onFilled }: { signal: AbortSignal; onFilled: () => void },
): Promise<void> {
  const { partition, ends } = open
  for (const part of inParts(mapped, atOnce(options.profile, maxPortion.events))) {
    const toWrite = part.reduce((sum, { records = [] }) => sum + records.length, 0)
    if (!(await options.rate.takeInTurn(options.profile, toWrite, signal))) return
    const written = await write(options, open.writer, part, onFilled)
    const last = part.at(-1)?.index ?? 0
    open.written = BigInt(last) + 1n
    const lag = Math.max(0, Number((ends.get(partition) ?? 0n) - open.written))
    options.onWritten({ ...countsOf(written), partition, lag })
  }
}

/**
 * Marks of transactions, aborted records and what compaction removed are no events, but the position has to come behind them:
 * by it others see that nothing is left to do.
 */
async function writeGap({ onWritten }: RunOptions, open: OpenPartition, next: bigint): Promise<void> {
  if (next <= open.written) return
  await open.writer.write([], next)
  open.written = next
  onWritten({ ...countsOf([]), partition: open.partition, lag: 0, age: 0 })
}

async function writeBatchLetter(
  { from: topic, deadLetter, onWritten, onTrouble }: RunOptions,
  open: OpenPartition,
  batch: UnreadableBatch,
): Promise<void> {
  const { partition, writer } = open
  await writer.write([batchDeadLetter(deadLetter, { topic, partition }, batch)], batch.next)
  open.written = batch.next
  onTrouble(`Partition ${partition}: ${batch.message} Its place is in ${deadLetter}.`)
  const counts = { read: 1, produced: 0, skipped: 0, deadLettered: 1, inexact: 0 }
  onWritten({ ...counts, partition, lag: 0, age: 0, deadLetters: { unreadable: 1 } })
}

/** Writes the records, or in their place the dead letters that the cluster takes; answers what was written. */
async function write(
  options: RunOptions,
  writer: ExactWriter,
  mapped: readonly MappedRecord[],
  onFilled: () => void,
): Promise<MappedRecord[]> {
  const written = new Map(mapped.map((one) => [one.index, one]))
  const short = new Set<number>()
  await writeIsolated(writer, mapped, {
    refuses: 'record',
    onFilled,
    replace(refused, why) {
      const next = replacementFor(refused, why)
      written.set(refused.index, next)
      return next
    },
  })
  return [...written.values()]

  function replacementFor(refused: MappedRecord, why: string): MappedRecord {
    const { index, source, reason } = refused
    if (reason === undefined) return toDeadLetter(options, source, { reason: why, cause: 'refused-by-topic' })
    if (short.has(index)) {
      throw new KafkaFailure(
        'refused',
        `${options.deadLetter} takes not even the short letter of offset ${index}: ${why}`,
      )
    }
    short.add(index)
    return { ...refused, records: [shortDeadLetter(options.deadLetter, source, reason, why)] }
  }
}

function countsOf(mapped: readonly MappedRecord[]): Omit<Written, 'partition' | 'lag'> {
  const counts = { read: mapped.length, produced: 0, skipped: 0, deadLettered: 0, inexact: 0 }
  const deadLetters: Written['deadLetters'] = {}
  let oldest = Number.POSITIVE_INFINITY
  for (const { kind, isInexact, cause, source } of mapped) {
    counts[kind]++
    oldest = Math.min(oldest, Number(source.timestamp))
    if (cause !== undefined) deadLetters[cause] = (deadLetters[cause] ?? 0) + 1
    if (isInexact && kind === 'produced') counts.inexact++
  }
  return { ...counts, deadLetters, age: Math.max(0, Date.now() - oldest) }
}
