import type { Outcome, ReplayFailure } from '@mapping-designer/shared-types'
import { maxPortion } from '../code/portion.ts'
import type { Profile } from '../config/profile.ts'
import { admitOrWait, type Gate, type Verdict } from '../deliver/admit.ts'
import { atOnce, inParts, type RateLimit } from '../deliver/rate.ts'
import { type Item, writeIsolated } from '../deliver/write-isolated.ts'
import type { ExactWriter } from '../kafka/exact-writer.ts'
import type { ReplayCounts, ReplayJournal } from './replay-journal.ts'
import type { ReplayProgress } from './replay-progress.ts'

export interface WriteParts extends Gate {
  profile: Profile
  writer: ExactWriter
  rate: RateLimit
  journal: ReplayJournal
}

/** An event with what becomes of it: records, a failure, or neither where it is not sent at all. */
interface ReplayedEvent extends Item {
  failure?: ReplayFailure
}

/**
 * Writes what the next events of a replay came to, in transactions with the position, and counts it. Rejects with a 409
 * where the replay stops before that.
 */
export async function writeEvents(
  outcomes: readonly Outcome[],
  parts: WriteParts,
  progress: ReplayProgress,
): Promise<void> {
  const from = progress.counts().accepted
  const events = (await admitOrWait(outcomes, parts)).map((verdict, offset) => replayed(verdict, from + offset))
  for (const part of inParts(events, atOnce(parts.profile, maxPortion.events))) await writePart(part, parts, progress)
  progress.announce()
}

async function writePart(
  events: ReplayedEvent[],
  { profile, rate, writer, journal }: WriteParts,
  progress: ReplayProgress,
): Promise<void> {
  const from = progress.counts().accepted
  const toWrite = events.reduce((sum, { records = [] }) => sum + records.length, 0)
  if (!(await rate.takeInTurn(profile, toWrite, progress.running()))) throw progress.notRunning()
  const announced: ExactWriter = {
    ...writer,
    async write(records, position) {
      const before = progress.counts()
      const some = events.slice(before.accepted - from, Number(position) - from)
      const failures = some.flatMap(({ failure }) => failure ?? [])
      const to = countsAfter(before, some)
      // The transaction is filled meanwhile, and not committed before.
      const announced = journal.announce(before, to, failures)
      announced.catch(() => {})
      try {
        await writer.write(records, position, () => announced)
      } finally {
        await announced
      }
      progress.advance(to, new Set(records.map(({ record }) => record.topic)))
      await journal.confirm(to, failures)
    },
  }
  await writeIsolated(announced, events, {
    refuses: 'topic',
    replace({ index, records }, why) {
      const topic = records[0]?.record.topic
      const refused = { index, failure: { index, ...(topic !== undefined && { topic }), reason: why } }
      events[index - from] = refused
      return refused
    },
  })
}

function replayed(verdict: Verdict, index: number): ReplayedEvent {
  switch (verdict.kind) {
    case 'records':
      return { index, records: verdict.records }
    case 'skip':
      return { index }
    case 'refusal': {
      const { topic, reason } = verdict
      return { index, failure: { index, ...(topic !== undefined && { topic }), reason } }
    }
  }
}

function countsAfter(before: ReplayCounts, events: readonly ReplayedEvent[]): ReplayCounts {
  const counts = { ...before, accepted: before.accepted + events.length }
  for (const { records, failure } of events) {
    counts[failure !== undefined ? 'failed' : records !== undefined ? 'done' : 'skipped']++
  }
  return counts
}
