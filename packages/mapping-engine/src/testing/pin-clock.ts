import { afterAll, beforeAll } from 'vitest'

const { now: realNow } = Date

/** Stops the clock of the published packages for the tests of a file, which run beside the engine's own. */
export function pinClock(now: number): { realNow: () => number } {
  beforeAll(() => {
    Date.now = () => now
  })
  afterAll(() => {
    Date.now = realNow
  })
  return { realNow }
}
