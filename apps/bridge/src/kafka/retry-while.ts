import { setTimeout as sleep } from 'node:timers/promises'
import { explainError } from './explain-error.ts'
import type { KafkaFailureCode } from './kafka-port.ts'

/** Asks again while what the cluster says is one of these, for so many ms at most. */
export async function retryWhile<T>(codes: readonly KafkaFailureCode[], ms: number, ask: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + ms
  while (true) {
    try {
      return await ask()
    } catch (error) {
      if (performance.now() > deadline || !codes.includes(explainError(error, []).code)) throw error
      await sleep(50)
    }
  }
}
