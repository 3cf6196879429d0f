import type { ReplayState } from '@mapping-designer/shared-types'
import { ApiProblem } from '../operation/api-problem.ts'
import type { ReplayCounts } from './replay-journal.ts'

type Status = ReplayState['status']

/** How far a replay is, whether it goes on, and who wants to know. */
export interface ReplayProgress {
  state(): ReplayState
  counts(): ReplayCounts
  /** Aborts when the replay no longer runs. */
  running(): AbortSignal
  /** Counts what is in the log from now on; the events a second are counted from here. */
  begin(counts: ReplayCounts): void
  /** What is in the log after a transaction, and the topics that it wrote to. */
  advance(counts: ReplayCounts, topics: Iterable<string>): void
  /** Measures the speed and tells the listeners. */
  announce(): void
  set(status: Status, reason?: string): void
  /** Throws what `notRunning` answers where the replay does not run. */
  guardRunning(): void
  /** The 409 that says why nothing more is taken. */
  notRunning(): ApiProblem
  /** Called at once and at each change, until the answered function is. */
  watch(listener: (state: ReplayState) => void): () => void
}

/** `total` is the number of events, where it is known; `clock` in ms since 1970. */
export function createProgress(
  about: { id: string; profile: string; total: number | undefined },
  clock: () => number,
): ReplayProgress {
  let counts: ReplayCounts = { accepted: 0, done: 0, skipped: 0, failed: 0 }
  let status: Status = 'running'
  let reason: string | undefined
  let since = { at: clock(), accepted: 0 }
  /** Events a second when the last of them were written: it does not fall while nobody sends. */
  let rate = 0
  let running = new AbortController()
  const listeners = new Set<(state: ReplayState) => void>()

  const topics = new Set<string>()

  const state = () => stateOf(about, counts, { status, reason, rate, topics })
  const notify = () => {
    const now = state()
    for (const listener of listeners) listener(now)
  }
  const set = (next: Status, why?: string) => {
    if (next === 'running') running = new AbortController()
    else running.abort()
    status = next
    reason = why
    notify()
  }
  return {
    state,
    counts: () => counts,
    running: () => running.signal,
    begin(next) {
      counts = next
      since = { at: clock(), accepted: counts.accepted }
      set('running')
    },
    advance(next, writtenTo) {
      counts = next
      for (const topic of writtenTo) topics.add(topic)
    },
    announce() {
      rate = Math.round((counts.accepted - since.accepted) / Math.max(0.001, (clock() - since.at) / 1_000))
      notify()
    },
    set,
    guardRunning() {
      if (status !== 'running') throw notRunning(status, reason)
    },
    notRunning: () => notRunning(status, reason),
    watch(listener) {
      listeners.add(listener)
      listener(state())
      return () => void listeners.delete(listener)
    },
  }
}

function stateOf(
  { id, profile, total }: { id: string; profile: string; total: number | undefined },
  counts: ReplayCounts,
  {
    status,
    reason,
    rate,
    topics,
  }: { status: Status; reason: string | undefined; rate: number; topics: ReadonlySet<string> },
): ReplayState {
  const left = total === undefined || rate === 0 ? undefined : Math.round((total - counts.accepted) / rate)
  return {
    id,
    profile,
    status,
    ...counts,
    rate,
    isExactlyOnce: true,
    ...(total !== undefined && { total }),
    ...(left !== undefined && status === 'running' && { secondsLeft: left }),
    ...(topics.size > 0 && { topics: [...topics] }),
    ...(reason !== undefined && { reason }),
  }
}

function notRunning(status: Status, reason: string | undefined): ApiProblem {
  return new ApiProblem(409, {
    code: `replay-${status}`,
    message: `The replay is ${status}${reason === undefined ? '' : `: ${reason}`}${reason?.endsWith('.') ? '' : '.'}`,
    ...(status === 'interrupted' && { hint: 'Resume it when the cluster answers; nothing is produced twice.' }),
  })
}
