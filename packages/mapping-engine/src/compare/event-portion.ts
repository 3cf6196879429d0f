import { tryJson } from '@mapping-designer/shared-types'
import { withTime } from '../event/with-time.ts'
import type { Line } from '../samples/split-lines.ts'
import { syntaxError } from '../samples/syntax-error.ts'

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
async function* inPortions<T>(items: AsyncIterable<T>, sizeOf: (item: T) => number): AsyncGenerator<T[]> {
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

/** Whether a file holds JSON Lines by its name; other forms say where an event ends only at their own end. */
export const isLineFile = (name: string): boolean => /\.(ndjson|jsonl)(\.gz)?$/i.test(name)

/** JSON Lines a portion at a time; the index of an event is that of its line. */
export async function* linePortions(lines: AsyncIterable<Line>): AsyncGenerator<EventPortion> {
  let index = 0
  for await (const portion of inPortions(lines, ({ text }) => text.length)) {
    yield { index, texts: portion.map(({ text }) => text) }
    index += portion.length
  }
}

/** Events that were read already. */
export function* listPortions(events: readonly unknown[]): Generator<EventPortion> {
  const { events: size } = maxPortion
  for (let index = 0; index < events.length; index += size) yield { index, events: events.slice(index, index + size) }
}

interface Found {
  index: number
  event: unknown
  place?: EventPlace | undefined
}

/** A text that is no JSON, with a sentence that has its line, or its place in a topic, and the cause. */
export interface Unreadable {
  index: number
  message: string
}

/** The events of a portion, and what of it cannot be read. */
export function eventsIn(portion: EventPortion): { found: Found[]; unreadable: Unreadable[] } {
  const found: Found[] = []
  const unreadable: Unreadable[] = []
  if (portion.events !== undefined) {
    for (const [at, event] of portion.events.entries()) found.push({ index: portion.index + at, event })
    return { found, unreadable }
  }
  for (const [at, text] of portion.texts.entries()) {
    if (text.trim() === '') continue
    const [index, place] = [portion.index + at, portion.places?.[at]]
    const event = tryJson(text)
    if (event !== undefined)
      found.push({ index, event: place === undefined ? event : withTime(event, place.context.now), place })
    else if (place !== undefined) unreadable.push({ index, message: `${place.at}: The value is not JSON.` })
    else unreadable.push({ index, message: syntaxError(text, { line: index + 1, column: 1 }).message })
  }
  return { found, unreadable }
}
