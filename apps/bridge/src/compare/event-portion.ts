/** Some events in a row: as they are, or as texts of which blank ones are none. Plain data, which another thread can get. */
export type EventPortion = { index: number } & (
  | { events: readonly unknown[]; texts?: never; places?: never }
  | { events?: never; texts: readonly string[]; places?: readonly EventPlace[] }
)

/** Where an event was read in a topic, with the clock and the seed that its record gives it. */
export interface EventPlace {
  at: string
  context: { now: number; seed: string }
}

/** What a portion has at most: so many events, with so many characters; a single event may have more. */
export const maxPortion = { events: 2_000, size: 2 * 2 ** 20 }

/** Items in lists of as many as one portion has, none of which is kept. */
export async function* inPortions<T>(items: AsyncIterable<T>, sizeOf: (item: T) => number): AsyncGenerator<T[]> {
  let portion: T[] = []
  let size = 0
  for await (const item of items) {
    size += sizeOf(item)
    if (portion.push(item) < maxPortion.events && size < maxPortion.size) continue
    yield portion
    portion = []
    size = 0
  }
  if (portion.length > 0) yield portion
}
