import { jsonSize } from '@mapping-designer/mapping-engine'
import { type RequestMeter, unmetered } from './request-bounds.ts'

/**
 * What a transaction holds at most: so many events, with so many characters of input and of outcomes.
 * A single event may have more. So what is in memory is bounded, however much a flow makes of little: two of them for each
 * partition, because one is mapped while the one before it is written.
 */
export const maxPortion = { events: 5_000, input: 2 * 2 ** 20, outcomes: 4 * 2 ** 20 }

/** As many of the first items as one portion takes, at least one. */
export function firstPortion<T>(items: readonly T[], sizeOf: (item: T) => number = jsonSize): readonly T[] {
  let left = maxPortion.input
  const end = items.findIndex((item, index) => {
    left -= sizeOf(item)
    return index === maxPortion.events || (left < 0 && index > 0)
  })
  return end === -1 ? items : items.slice(0, end)
}

/** Has room for the outcomes of one portion. */
export function portionMeter(): RequestMeter {
  let left = maxPortion.outcomes
  return {
    ...unmetered,
    add(size) {
      left -= size()
    },
    room: () => left,
  }
}
