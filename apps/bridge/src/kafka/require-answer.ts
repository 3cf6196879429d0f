import { KafkaFailure } from './kafka-port.ts'

/** What every answer of a broker holds. Where one lacks it that is said, rather than going on with a made-up value. */
export function requireAnswer<T>(value: T | null | undefined, what: string): T {
  if (value === undefined || value === null) {
    throw new KafkaFailure('refused', `The answer of the cluster lacks ${what}; try again.`)
  }
  return value
}
