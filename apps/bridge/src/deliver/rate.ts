import { setTimeout as sleep } from 'node:timers/promises'
import type { Profile } from '../config/profile.ts'
import { ApiProblem } from '../operation/api-problem.ts'

const minute = 60_000

/** Keeps a profile to its most records of any 60 seconds. */
export interface RateLimit {
  /** Throws a 429 that says when to try again, and counts nothing then. */
  take(profile: Profile, records: number): void
  /** How long (ms) to wait until so many records may go. */
  waitFor(profile: Profile, records: number): number
  /** Waits until so many records may go and counts them; answers false, and counts nothing, where the signal is first. */
  takeInTurn(profile: Profile, records: number, signal: AbortSignal): Promise<boolean>
}

/** How many records may wait for their turn together: more than a minute takes could never go. */
export function atOnce({ maxPerMinute }: Profile, most: number): number {
  return Math.min(most, maxPerMinute ?? most)
}

/** Events in parts of at most so many records; what one event makes is not cut. */
export function inParts<T extends { records?: readonly unknown[] }>(events: readonly T[], most: number): T[][] {
  const parts: T[][] = []
  let left = 0
  for (const event of events) {
    const size = event.records?.length ?? 0
    const part = parts.at(-1)
    if (part === undefined || size > left) {
      parts.push([event])
      left = most - size
    } else {
      part.push(event)
      left -= size
    }
  }
  return parts
}

export function createRateLimit(clock: () => number): RateLimit {
  const taken = new Map<string, { at: number; records: number }[]>()
  const recent = (name: string) => {
    // What lies in the future was taken before the clock was set back.
    const now = clock()
    const kept = (taken.get(name) ?? []).filter(({ at }) => at <= now && now - at < minute)
    taken.set(name, kept)
    return kept
  }
  const waitFor = ({ name, maxPerMinute }: Profile, records: number): number => {
    if (maxPerMinute === undefined) return 0
    const kept = recent(name)
    let left = maxPerMinute - kept.reduce((sum, one) => sum + one.records, 0)
    for (const one of kept) {
      if (left >= records) break
      left += one.records
      if (left >= records) return Math.max(1, one.at + minute - clock())
    }
    return left >= records ? 0 : minute
  }
  const count = ({ name, maxPerMinute }: Profile, records: number) => {
    if (maxPerMinute !== undefined) recent(name).push({ at: clock(), records })
  }
  return {
    waitFor,
    async takeInTurn(profile, records, signal) {
      while (!signal.aborted) {
        const wait = waitFor(profile, records)
        if (wait === 0) {
          count(profile, records)
          return true
        }
        // The clock may be set meanwhile.
        await sleep(Math.min(wait, 1_000), undefined, { signal }).catch(() => {})
      }
      return false
    },
    take(profile, records) {
      const wait = waitFor(profile, records)
      if (wait > 0) {
        throw new ApiProblem(429, {
          code: 'too-fast',
          message: `Profile ${profile.name} takes at most ${profile.maxPerMinute} records a minute; nothing was sent.`,
          hint:
            records > Number(profile.maxPerMinute)
              ? `These are ${records}: send them in parts, or replay them.`
              : `Try again in ${Math.ceil(wait / 1_000)} s.`,
        })
      }
      count(profile, records)
    },
  }
}
