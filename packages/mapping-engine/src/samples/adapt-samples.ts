import { adaptEvent } from '../foreign/adapt-event.ts'
import { recognise } from '../foreign/recognise.ts'
import type { Adapter, Tracker } from '../foreign/tracker.ts'
import { writeEvent } from './exact-texts.ts'
import { findRoundedNumbers, withWrittenDigits } from './number-precision.ts'
import type { ParsedSample, ParsedSamples } from './parse-samples.ts'

/** Samples that one other tracker made. */
export interface ForeignSamples {
  tracker: Tracker
  samples: ParsedSample[]
}

/** The samples that are no events of walkerOS, by what they are. */
export function foreignSamples({ events }: Pick<ParsedSamples, 'events'>): ForeignSamples[] {
  const found = new Map<string, ForeignSamples>()
  for (const sample of events) {
    const tracker = sample.tracker ?? recognise(sample.event)
    if (tracker === undefined) continue
    const group = found.get(tracker.title) ?? { tracker, samples: [] }
    group.samples.push(sample)
    found.set(tracker.title, group)
  }
  return [...found.values()]
}

/** The text with the samples of other trackers as events of walkerOS, each where it was, and sentences about what was done. */
export function adaptSamples(read: ParsedSamples, adapterFor = adapterOf): ParsedSamples {
  const adapted = new Map<ParsedSample, ParsedSample | undefined>()
  const notes = foreignSamples(read).map((group) => {
    const adapter = adapterFor(group.tracker)
    const { samples, note } = adaptGroup(group, adapter)
    for (const [at, sample] of group.samples.entries()) adapted.set(sample, samples[at])
    return note
  })
  const events = read.events.flatMap((sample) => (adapted.has(sample) ? (adapted.get(sample) ?? []) : sample))
  return { ...read, events, notes: [...read.notes, ...notes] }
}

const adapterOf = ({ adapter }: Tracker): Adapter | undefined => adapter

/** Turns samples of one tracker into events, with a sentence that says what they are and what was left out of them. */
export function adaptGroup(
  { tracker, samples }: ForeignSamples,
  adapter: Adapter | undefined,
): { samples: ParsedSample[]; note: string } {
  const start = `${samples.length === 1 ? '1 value is' : `${samples.length} values are each`} ${tracker.title}`
  if (adapter === undefined)
    return { samples: [], note: `${start}, and ${samples.length === 1 ? 'was' : 'were'} left out.` }
  const leftOut = new Set<string>()
  const adapted = samples.map((sample) => {
    const { event, leftOut: paths } = adaptEvent(tracker, adapter, sample.event)
    for (const path of paths) leftOut.add(path)
    return { ...sample, event, text: withWrittenDigits(writeEvent(event), findRoundedNumbers(sample.text)) }
  })
  const names = [...new Set(adapted.map(({ event }) => `\`${event['name'] ?? 'no name'}\``))]
  return { samples: adapted, note: `${start}, and became ${inWords(names)}.${leftOutInWords([...leftOut])}` }
}

const maxNamed = 6

function leftOutInWords(paths: readonly string[]): string {
  return paths.length === 0 ? '' : ` Left out: ${inWords(paths)}.`
}

function inWords(all: readonly string[]): string {
  const rest = all.length - maxNamed
  return rest <= 1 ? all.join(', ') : `${all.slice(0, maxNamed).join(', ')} and ${rest} more`
}
