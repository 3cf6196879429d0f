import { setImmediate as nextTurn } from 'node:timers/promises'

/** Bytes that are worked on at once: it takes about a millisecond. */
const small = 64 * 1024

let last: Promise<unknown> = Promise.resolve()

/**
 * Does work on so many bytes. Of large works one is done in each turn of the event loop, so that many which are ready at
 * the same time do not keep everything else waiting for the sum of them.
 */
export function inTurn<T>(bytes: number, work: () => T): Promise<T> | T {
  if (bytes < small) return work()
  const mine = last.then(() => nextTurn()).then(work)
  last = mine.catch(() => {})
  return mine
}
