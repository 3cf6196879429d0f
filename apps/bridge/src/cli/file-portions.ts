import { type EventPortion, isLineFile, linePortions, listPortions } from '@mapping-designer/mapping-engine'
import { type ReadingOptions, readEvents } from './read-events.ts'
import { readLines } from './read-input.ts'

/** The events of a file, some at a time; `onFault` gets a sentence for each that cannot be read. JSON Lines are never held as a whole. */
export async function* filePortions(
  path: string,
  options: ReadingOptions,
  onFault: (sentence: string) => void,
): AsyncGenerator<EventPortion> {
  if (options.as === undefined && isLineFile(path)) return yield* linePortions(readLines(path))
  const { events, errors } = await readEvents(path, options)
  for (const error of errors) onFault(error)
  yield* listPortions(events)
}
