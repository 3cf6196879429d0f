import { setTimeout as sleep } from 'node:timers/promises'
import { explainError } from './explain-error.ts'

/** ms in which a partition that was just made, or that moves, gets a leader that knows it is one */
const longest = 3_000

/** Asks again while the cluster is busy with itself, and not for ever. */
export async function whileBusy<T>(ask: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + longest
  while (true) {
    try {
      return await ask()
    } catch (error) {
      if (performance.now() > deadline || explainError(error, []).code !== 'busy') throw error
      await sleep(50)
    }
  }
}
