import { setTimeout as sleep } from 'node:timers/promises'

/** ms from one beginning to the next */
const step = 50

/**
 * Resolves when the next transactions begin of partitions that have come to the ends of their logs: all at the same time, by
 * the clock, in whatever thread or process they are. A reader of committed records sees nothing behind the first open
 * transaction of a partition, so that transactions that overlap keep each other's records waiting; and a transaction
 * costs the brokers much the same with one record and with fifty.
 */
export function nextBeginning(signal: AbortSignal): Promise<void> {
  return sleep(step - (Date.now() % step), undefined, { signal }).catch(() => {})
}
