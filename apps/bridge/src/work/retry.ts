import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Does work again as long as `pauseAfter` answers how many ms to wait after a failure, the first of which is number 1. The
 * failure that gets no answer is thrown.
 */
export async function retry<T>(
  work: () => Promise<T>,
  pauseAfter: (error: unknown, tried: number) => number | undefined,
): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await work()
    } catch (error) {
      const pause = pauseAfter(error, tried)
      if (pause === undefined) throw error
      await sleep(pause)
    }
  }
}
