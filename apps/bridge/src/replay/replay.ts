import type { FlowDestination } from '@mapping-designer/mapping-engine'
import type { Outcome, ReplayState } from '@mapping-designer/shared-types'
import type { EventRunner } from '../code/event-runner.ts'
import { maxPortion } from '../code/portion.ts'
import { atOnce } from '../deliver/rate.ts'
import { KafkaFailure } from '../kafka/kafka-port.ts'
import { ApiProblem } from '../operation/api-problem.ts'
import { createQueue } from '../work/queue.ts'
import { JournalFailure } from './replay-journal.ts'
import { type ReplayStart, startOver, whereToGoOn } from './replay-position.ts'
import { createProgress, type ReplayProgress } from './replay-progress.ts'
import { type WriteParts, writeEvents } from './write-events.ts'

export interface ReplayParts extends WriteParts {
  destination: FlowDestination
  runner: EventRunner
  /** ms since 1970 that events without a time get */
  now: number
  clock: () => number
}

/** Events on their way to a cluster in chunks. Every chunk is in the log, whole and once, when `take` resolves. */
export interface Replay {
  state(): ReplayState
  /**
   * Shuts out who replayed under this id before, and goes on where that came to. Rejects with a 409 where the journal
   * knows of more than the log; `position` says what is done then.
   */
  begin(position?: ReplayStart): Promise<void>
  /** Chunks are written in the order of the calls; the next one is mapped while the one before it is written. */
  take(from: number, events: readonly unknown[], isLast: boolean): Promise<ReplayState>
  pause(): void
  resume(): Promise<void>
  cancel(): Promise<void>
  /** Called at each change until the answered function is. */
  watch(listener: (state: ReplayState) => void): () => void
  close(): Promise<void>
}

interface Chunk {
  /** Number of the first of the events. */
  from: number
  events: readonly unknown[]
}

export function createReplay(id: string, total: number | undefined, parts: ReplayParts): Replay {
  const { profile, destination, runner, writer, journal } = parts
  const progress = createProgress({ id, profile: profile.name, total }, parts.clock)
  const queue = createQueue()
  let hasBegun = false
  const status = () => progress.state().status

  const begin = async (position?: ReplayStart) => {
    if (position === 'start') await startOver(writer, journal)
    const inLog = await writer.open()
    const lost = hasBegun && inLog === null ? 'journal' : undefined
    const from = whereToGoOn(id, inLog, await journal.range(), position ?? lost)
    const counts = (await journal.at(from)) ?? { accepted: from, done: 0, skipped: 0, failed: 0 }
    // The log has the position from the first moment on: where it has none later, it was lost.
    if (inLog !== BigInt(from)) await writer.write([], BigInt(from))
    hasBegun = true
    progress.begin(counts)
  }

  const firstOutcomes = ({ from, events }: Chunk, at: number): Promise<Outcome[]> => {
    const next = events.slice(at, at + atOnce(profile, maxPortion.events))
    const contexts = next.map((_, offset) => ({ seed: `${id}/${from + at + offset}` }))
    return runner.firstOutcomes({ destination, events: next, now: parts.now, contexts })
  }

  const take = async (chunk: Chunk, first: Promise<Outcome[] | undefined>, onMapped: () => void): Promise<void> => {
    const { from, events } = chunk
    progress.guardRunning()
    guardGap(from, progress.counts().accepted)
    const place = () => progress.counts().accepted - from
    for (let at = place(); at < events.length; at = place()) {
      progress.guardRunning()
      const outcomes = (at === 0 ? await first : undefined) ?? (await firstOutcomes(chunk, at))
      onMapped()
      await writeEvents(outcomes, parts, progress)
    }
  }

  /** Resolves when the chunk that came last is mapped and its turn to be written has come. */
  let lastMapped: Promise<void> = Promise.resolve()

  const leave = async (next: 'cancelled' | 'paused' | undefined) => {
    if (next !== undefined) progress.set(next)
    await queue.idle()
    await Promise.all([writer.close(), journal.settle()])
  }

  return {
    state: progress.state,
    begin,
    take(from, events, isLast) {
      const chunk = { from, events }
      const first = lastMapped.then(() => (status() === 'running' ? firstOutcomes(chunk, 0) : undefined))
      first.catch(() => {})
      const { promise, resolve: onMapped } = Promise.withResolvers<void>()
      lastMapped = promise
      return queue.run(async () => {
        await interruptible(progress, () => take(chunk, first, onMapped)).finally(onMapped)
        if (isLast) {
          progress.set('done')
          await Promise.all([writer.close(), journal.settle()])
        }
        return progress.state()
      })
    },
    pause() {
      if (status() === 'running') progress.set('paused')
    },
    async resume() {
      if (status() === 'paused' || status() === 'interrupted') await begin()
    },
    cancel: () => leave(status() === 'done' ? undefined : 'cancelled'),
    watch: progress.watch,
    close: () => leave(status() === 'running' ? 'paused' : undefined),
  }
}

function guardGap(from: number, accepted: number): void {
  if (from <= accepted) return
  throw new ApiProblem(409, {
    code: 'replay-gap',
    message: `The chunk starts at event ${from}, and the replay is at ${accepted}.`,
  })
}

/** What the cluster or the disk is to blame for interrupts the replay, which can be resumed. */
async function interruptible(progress: ReplayProgress, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof KafkaFailure || error instanceof JournalFailure)) throw error
    progress.set('interrupted', error.message)
    throw progress.notRunning()
  }
}
