import {
  adaptSamples,
  findLosses,
  foreignSamples,
  listedEvents,
  type ParsedSamples,
  readAdapter,
  readSamples,
} from '@mapping-designer/mapping-engine'
import { readInput, UsageError } from './read-input.ts'

/** Events of a file, and one sentence with the place for each that cannot be read. */
export interface ReadEvents {
  events: unknown[]
  errors: string[]
}

export interface ReadingOptions {
  as?: string | undefined
  exact?: boolean | undefined
}

/**
 * Events in whatever form `readSamples` knows; `-` is standard input. `as` turns the events of other trackers into those of
 * walkerOS: `auto`, or the file of an adapter. With `exact` events
 * that JSON does not hold as they are written count as unreadable. What JSON loses of the text, what was taken from something around it and
 * what was left out is said on standard error. Throws a UsageError where the bytes are no UTF-8.
 */
export async function readEvents(path: string, { as, exact }: ReadingOptions = {}): Promise<ReadEvents> {
  const text = await readInput(path)
  const given = await readSamples(text)
  const read = as === undefined ? given : await adapted(given, as)
  const { events, errors, losses } = read
  for (const warning of [...losses.map(({ message }) => message), ...read.notes, ...foreignNotes(read, as)])
    process.stderr.write(`${path}: ${warning}\n`)
  const listed = exact ? undefined : listedEvents(text, read)
  if (listed !== undefined) return { events: listed, errors: [] }
  const refused = exact ? events.filter(({ text }) => findLosses(text).length > 0) : []
  return {
    events: events.filter((one) => !refused.includes(one)).map(({ event }) => event),
    errors: [
      ...errors.map(({ message }) => `${path}: ${message}`),
      ...refused.map(({ line }) => `${path}: The event of line ${line} is refused by --exact.`),
    ],
  }
}

/** The file that a command reads events of. Throws a UsageError where none is named. */
export function eventsFile({ events }: { events?: string | undefined }): string {
  if (events !== undefined) return events
  throw new UsageError('Name a file with events: --events FILE, or --events - for standard input.')
}

async function adapted(given: ParsedSamples, as: string): Promise<ParsedSamples> {
  if (as === 'auto') return adaptSamples(given)
  const read = readAdapter(await readInput(as))
  if ('error' in read) throw new UsageError(`${as}: ${read.error}`)
  return adaptSamples(given, () => read.adapter)
}

/** What events of other trackers are, where nothing turned them into events of walkerOS. */
function foreignNotes(read: ParsedSamples, as: string | undefined): string[] {
  if (as !== undefined) return []
  return foreignSamples(read).map(({ tracker, samples }) => {
    const what = `${samples.length === 1 ? '1 value is' : `${samples.length} values are each`} ${tracker.title}`
    if (tracker.adapter === undefined) return `${what}.`
    return `${what}. With --as auto it becomes an event of walkerOS by this adapter, or by a file with a changed one: ${JSON.stringify(tracker.adapter)}`
  })
}
