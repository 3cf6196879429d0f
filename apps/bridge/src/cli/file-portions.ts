import { type EventPortion, inPortions, maxPortion } from '../compare/event-portion.ts'
import { type ReadingOptions, readEvents } from './read-events.ts'
import { readLines } from './read-input.ts'

/**
 * The events of a file, some at a time; `onFault` gets a sentence for each that cannot be read. JSON Lines are never held as a whole, and
 * the index of an event is that of its line; other forms say where an event ends only at their own end.
 */
export async function* filePortions(
  path: string,
  options: ReadingOptions,
  onFault: (sentence: string) => void,
): AsyncGenerator<EventPortion> {
  let index = 0
  if (options.as !== undefined || !/\.(ndjson|jsonl)(\.gz)?$/.test(path)) {
    const { events, errors } = await readEvents(path, options)
    const { events: size } = maxPortion
    for (const error of errors) onFault(error)
    for (; index < events.length; index += size) yield { index, events: events.slice(index, index + size) }
    return
  }
  for await (const lines of inPortions(readLines(path), ({ text }) => text.length)) {
    yield { index, texts: lines.map(({ text }) => text) }
    index += lines.length
  }
}
