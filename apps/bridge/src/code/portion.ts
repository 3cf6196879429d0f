import { jsonSize } from '@mapping-designer/mapping-engine'
import { type RequestMeter, unmetered } from './request-bounds.ts'

/**
 * What a transaction holds at most: so many events, with so many characters of input and of outcomes, and what is mapped in
 * so many ms, so that slow functions hold back no commit until thousands of events are through. A single event may have more. So what is in memory is bounded, however much a flow makes of little: two of them for each
 * partition, because one is mapped while the one before it is written.
 */
export const maxPortion = { events: 5_000, input: 2 * 2 ** 20, outcomes: 4 * 2 ** 20, time: 1_000 }

/** As many of the first items as one portion takes, at least one. */
export function firstPortion<T>(
  items: readonly T[],
  sizeOf: (item: T, index: number) => number = (item) => jsonSize(item),
): readonly T[] {
  let left = maxPortion.input
  const end = items.findIndex((item, index) => {
    left -= sizeOf(item, index)
    return index === maxPortion.events || (left < 0 && index > 0)
  })
  return end === -1 ? items : items.slice(0, end)
}

/** Has room for the outcomes of one portion. */
export function portionMeter(): RequestMeter {
  let left = maxPortion.outcomes
  const until = performance.now() + maxPortion.time
  return {
    ...unmetered,
    add(size) {
      left -= size()
    },
    room: () => (performance.now() < until ? left : 0),
  }
}
