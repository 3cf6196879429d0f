import type { Profile } from '../config/profile.ts'
import { ApiProblem } from '../http/api-problem.ts'

const minute = 60_000

/** Keeps a profile to its most records of any 60 seconds. */
export interface RateLimit {
  /** Throws a 429 that says when to try again, and counts nothing then. */
  take(profile: Profile, records: number): void
  /** How long (ms) to wait until so many records may go. */
  waitFor(profile: Profile, records: number): number
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
  return {
    waitFor,
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
      if (profile.maxPerMinute !== undefined) recent(profile.name).push({ at: clock(), records })
    },
  }
}
