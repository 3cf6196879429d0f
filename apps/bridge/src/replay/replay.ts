import type { FlowDestination } from '@mapping-designer/mapping-engine'
import type { Outcome, ReplayFailure, ReplayState } from '@mapping-designer/shared-types'
import type { EventRunner } from '../code/event-runner.ts'
import { maxPortion } from '../code/portion.ts'
import type { Profile } from '../config/profile.ts'
import { admitOrWait, type Verdict } from '../deliver/admit.ts'
import { atOnce, inParts, type RateLimit } from '../deliver/rate.ts'
import { type Item, writeIsolated } from '../deliver/write-isolated.ts'
import { ApiProblem } from '../http/api-problem.ts'
import type { ExactWriter } from '../kafka/exact-writer.ts'
import { KafkaFailure } from '../kafka/kafka-port.ts'
import type { SchemaRegistry } from '../registry/schema-registry.ts'
import { JournalFailure, type ReplayCounts, type ReplayJournal } from './replay-journal.ts'
import { type ReplayStart, startOver, whereToGoOn } from './replay-position.ts'

export interface ReplayParts {
  profile: Profile
  registry?: SchemaRegistry | undefined
  destination: FlowDestination
  runner: EventRunner
  writer: ExactWriter
  rate: RateLimit
  /** ms since 1970 that events without a time get */
  now: number
  clock: () => number
  journal: ReplayJournal
}

/** Events on their way to a cluster in chunks. Every chunk is in the log, whole and once, when `take` resolves. */
export interface Replay {
  state(): ReplayState
  /**
   * Shuts out who replayed under this id before, and goes on where that came to. Rejects with a 409 where the journal
   * knows of more than the log; `position` says what is done then.
   */
  begin(position?: ReplayStart): Promise<void>
  take(from: number, events: readonly unknown[], isLast: boolean): Promise<ReplayState>
  pause(): void
  resume(): Promise<void>
  cancel(): Promise<void>
  /** Called at each change until the answered function is. */
  watch(listener: (state: ReplayState) => void): () => void
  close(): Promise<void>
}

/** An event with what becomes of it: records, a failure, or neither where it is not sent at all. */
interface ReplayedEvent extends Item {
  failure?: ReplayFailure
}

export function createReplay(id: string, total: number | undefined, parts: ReplayParts): Replay {
  const { profile, destination, runner, writer, rate, clock, journal } = parts
  let counts: ReplayCounts = { accepted: 0, done: 0, skipped: 0, failed: 0 }
  let hasBegun = false
  let status: ReplayState['status'] = 'running'
  let reason: string | undefined
  let since = { at: clock(), accepted: 0 }
  let busy: Promise<unknown> = Promise.resolve()
  const listeners = new Set<(state: ReplayState) => void>()

  /** Events a second when the last of them were written: it does not fall while nobody sends. */
  let perSecond = 0

  const state = (): ReplayState => {
    const left = total === undefined || perSecond === 0 ? undefined : Math.round((total - counts.accepted) / perSecond)
    return {
      id,
      profile: profile.name,
      status,
      ...counts,
      rate: perSecond,
      isExactlyOnce: true,
      ...(total !== undefined && { total }),
      ...(left !== undefined && status === 'running' && { secondsLeft: left }),
      ...(reason !== undefined && { reason }),
    }
  }
  const tell = () => {
    const now = state()
    for (const listener of listeners) listener(now)
  }
  let running = new AbortController()
  const set = (next: ReplayState['status'], why?: string) => {
    if (next === 'running') running = new AbortController()
    else running.abort()
    status = next
    reason = why
    tell()
  }

  const begin = async (position?: ReplayStart) => {
    if (position === 'start') await startOver(writer, journal)
    const inLog = await writer.open()
    const from = whereToGoOn(
      id,
      inLog,
      await journal.range(),
      position ?? (hasBegun && inLog === null ? 'journal' : undefined),
    )
    counts = (await journal.at(from)) ?? { accepted: from, done: 0, skipped: 0, failed: 0 }
    // The log has the position from the first moment on: where it has none later, it was lost.
    if (inLog !== BigInt(from)) await writer.write([], BigInt(from))
    hasBegun = true
    since = { at: clock(), accepted: counts.accepted }
    set('running')
  }

  const write = async (outcomes: readonly Outcome[], from: number): Promise<void> => {
    const events = (await admitOrWait(outcomes, parts)).map((verdict, offset) => replayed(verdict, from + offset))
    for (const part of inParts(events, atOnce(profile, maxPortion.events))) await writePart(part)
    perSecond = Math.round((counts.accepted - since.accepted) / Math.max(0.001, (clock() - since.at) / 1_000))
    tell()
  }

  const writePart = async (events: ReplayedEvent[]): Promise<void> => {
    const from = counts.accepted
    const toWrite = events.reduce((sum, { records = [] }) => sum + records.length, 0)
    if (!(await rate.takeInTurn(profile, toWrite, running.signal))) throw notRunning()
    const announced: ExactWriter = {
      ...writer,
      async write(records, position) {
        const some = events.slice(counts.accepted - from, Number(position) - from)
        const failures = some.flatMap(({ failure }) => failure ?? [])
        const to = countsAfter(counts, some)
        await journal.announce(counts, to, failures)
        await writer.write(records, position)
        counts = to
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

  const notRunning = () =>
    new ApiProblem(409, {
      code: `replay-${status}`,
      message: `The replay is ${status}${reason === undefined ? '' : `: ${reason}`}${reason?.endsWith('.') ? '' : '.'}`,
      ...(status === 'interrupted' && { hint: 'Resume it when the cluster answers; nothing is produced twice.' }),
    })

  const takeNow = async (from: number, events: readonly unknown[], isLast: boolean): Promise<ReplayState> => {
    if (status !== 'running') throw notRunning()
    if (from > counts.accepted) {
      throw new ApiProblem(409, {
        code: 'replay-gap',
        message: `The chunk starts at event ${from}, and the replay is at ${counts.accepted}.`,
      })
    }
    const end = from + events.length
    try {
      while (counts.accepted < end) {
        if (status !== 'running') throw notRunning()
        const at = counts.accepted
        const next = events.slice(at - from, at - from + atOnce(profile, maxPortion.events))
        const contexts = next.map((_, offset) => ({ seed: `${id}/${at + offset}` }))
        await write(await runner.firstOutcomes(destination, next, parts.now, contexts), at)
      }
    } catch (error) {
      if (error instanceof KafkaFailure || error instanceof JournalFailure) {
        set('interrupted', error.message)
        throw notRunning()
      }
      throw error
    }
    if (isLast) {
      set('done')
      await writer.close()
    }
    return state()
  }

  return {
    state,
    begin,
    // One chunk after the other, whoever sends them.
    take(from, events, isLast) {
      const answer = busy.then(() => takeNow(from, events, isLast))
      busy = answer.catch(() => {})
      return answer
    },
    pause() {
      if (status === 'running') set('paused')
    },
    async resume() {
      if (status === 'paused' || status === 'interrupted') await begin()
    },
    async cancel() {
      if (status !== 'done') set('cancelled')
      await busy
      await writer.close()
    },
    watch(listener) {
      listeners.add(listener)
      listener(state())
      return () => void listeners.delete(listener)
    },
    async close() {
      if (status === 'running') set('paused')
      await busy
      await writer.close()
    },
  }
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
