import { setTimeout as sleep } from 'node:timers/promises'

/** Does work until it succeeds: while the cluster is in trouble any request may fail. */
export async function insist<T>(work: () => Promise<T>): Promise<T> {
  while (true) {
    try {
      return await work()
    } catch {
      await sleep(300)
    }
  }
}
