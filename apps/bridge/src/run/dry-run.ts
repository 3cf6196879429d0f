import { positionsFrom } from '../kafka/browse-records.ts'
import { UnreadableBatch } from '../kafka/read-batches.ts'
import { openReader } from '../kafka/reader.ts'
import { mappedPortions } from './map-partition.ts'
import type { MappedRecord } from './map-records.ts'
import type { DeadLetterCause, RunOptions } from './run-options.ts'

/** What a worker would make of the events that are in the input now. */
export interface DryRun {
  read: number
  skipped: number
  /** Records by topic. */
  produced: Record<string, number>
  /** Events for the dead letters by cause, with the first of them. */
  deadLetters: Partial<Record<DeadLetterCause, { count: number; first: string }>>
  eventsPerSecond: number
}

/** Reads and maps the input from `start` to where it ends now; writes nothing and leaves the group alone. */
export async function dryRun(options: RunOptions, signal: AbortSignal): Promise<DryRun> {
  const { from: topic, start: kind } = options
  const sums: DryRun = { read: 0, skipped: 0, produced: {}, deadLetters: {}, eventsPerSecond: 0 }
  const reader = openReader(options.profile)
  const began = performance.now()
  try {
    const { start, end } = await positionsFrom(reader, topic, { from: { kind }, limit: 0 })
    for (const [partition, last] of end) {
      const positions = new Map([[partition, start.get(partition) ?? last]])
      const isDone = () => signal.aborted || (positions.get(partition) ?? last) >= last
      if (isDone()) continue
      for await (const portion of mappedPortions(options, { partition, positions, reader, ends: new Map() }, signal)) {
        if (portion instanceof UnreadableBatch) addLetter(sums, 'unreadable', portion.message)
        else for (const one of portion.mapped) add(sums, one)
        if (isDone()) break
      }
    }
  } finally {
    await reader.close()
  }
  sums.eventsPerSecond = Math.round((sums.read / Math.max(1, performance.now() - began)) * 1_000)
  return sums
}

function add(sums: DryRun, { kind, cause, reason, records = [], source }: MappedRecord): void {
  const { topic, partition, offset } = source
  sums.read++
  if (cause !== undefined) {
    addLetter(sums, cause, `${topic} ${partition}@${offset}: ${reason}`)
    return
  }
  if (kind === 'skipped') sums.skipped++
  for (const { record } of records) sums.produced[record.topic] = (sums.produced[record.topic] ?? 0) + 1
}

function addLetter({ deadLetters }: DryRun, cause: DeadLetterCause, first: string): void {
  deadLetters[cause] = { first, ...deadLetters[cause], count: (deadLetters[cause]?.count ?? 0) + 1 }
}
