import { retry } from '../work/retry.ts'
import { explainError } from './explain-error.ts'
import type { KafkaFailureCode } from './kafka-port.ts'

/** Asks again while what the cluster says is one of these, for so many ms at most. */
export function retryWhile<T>(codes: readonly KafkaFailureCode[], ms: number, ask: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + ms
  return retry(ask, (error) =>
    performance.now() <= deadline && codes.includes(explainError(error, []).code) ? 50 : undefined,
  )
}
