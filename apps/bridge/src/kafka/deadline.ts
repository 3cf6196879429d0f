import { KafkaFailure } from './kafka-port.ts'

/**
 * The answer of some work, or a `no-answer` failure after so many ms. The clients' own time limits do not hold: they
 * restart with each retry.
 */
export async function withDeadline<T>(work: Promise<T>, ms: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new KafkaFailure('no-answer', `${what} got no answer within ${ms / 1000} s.`)), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
    // What comes after the deadline has nobody left to tell.
    work.catch(() => {})
  }
}
