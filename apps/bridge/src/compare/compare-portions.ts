import { type Comparison, createComparison, type FlowDestination } from '@mapping-designer/mapping-engine'
import { tryJson } from '@mapping-designer/shared-types'
import type { EventRunner } from '../code/event-runner.ts'
import { withTime } from '../run/event-text.ts'
import type { EventPlace, EventPortion } from './event-portion.ts'

/** The two flows, and the clock of events that have none, ms since 1970. */
export interface Sides {
  before: FlowDestination
  after: FlowDestination
  now: number
}

/** What was read of a portion. */
export interface Added {
  events: number
  /** Of texts that are no JSON. */
  unreadable: { index: number; at?: string | undefined }[]
}

/** Compares portions one after another. */
export interface PortionWork {
  add(portion: EventPortion): Promise<Added>
  result(): Promise<Comparison>
  close(): Promise<unknown>
}

/** Events whose problems are compared too: looking for them takes many times as long. */
const maxExplained = 1_000

/** Compares in this thread. Of a run of all events that is one portion, flows remember what came before. */
export function comparePortions({ before, after, now }: Sides, runner: EventRunner, isOneRun: boolean) {
  const comparison = createComparison()
  const sides = [
    ['before', before],
    ['after', after],
  ] as const

  const add = async (portion: EventPortion): Promise<Added> => {
    const { found, unreadable } = eventsIn(portion)
    const events = found.map(({ event }) => event)
    const contexts = found.some(({ place }) => place) ? found.map(({ place }) => place?.context ?? { now }) : undefined
    const requests = sides.map(([, destination]) => ({ destination, events, contexts, now, isOneRun }))
    const [old = [], current = []] = await Promise.all(requests.map((request) => runner.outcomes(request)))
    for (const [at, { index, place }] of found.entries()) {
      const [one, other] = [old[at], current[at]]
      if (one !== undefined && other !== undefined) comparison.add(index, one, other, place?.at)
    }
    return { events: events.length, unreadable }
  }

  return {
    add,
    /** Compares the problems of the first events as well. */
    async addProblems(portion: EventPortion): Promise<void> {
      const events = eventsIn(portion)
        .found.slice(0, maxExplained)
        .map(({ event }) => event)
      for (const [side, destination] of sides) {
        const request = { destination, events, now, isOneRun: true, hasSteps: false }
        for (const { problems } of await runner.explanations(request)) comparison.addProblems(side, problems)
      }
    },
    merge: comparison.merge,
    result: async () => comparison.result(),
    close: runner.close,
  }
}

interface Found {
  index: number
  event: unknown
  place?: EventPlace | undefined
}

function eventsIn(portion: EventPortion): { found: Found[]; unreadable: Added['unreadable'] } {
  const found: Found[] = []
  const unreadable: Added['unreadable'] = []
  if (portion.events !== undefined) {
    for (const [at, event] of portion.events.entries()) found.push({ index: portion.index + at, event })
    return { found, unreadable }
  }
  for (const [at, text] of portion.texts.entries()) {
    if (text.trim() === '') continue
    const [index, place] = [portion.index + at, portion.places?.[at]]
    const event = tryJson(text)
    if (event === undefined) unreadable.push({ index, at: place?.at })
    else found.push({ index, event: place === undefined ? event : withTime(event, place.context.now), place })
  }
  return { found, unreadable }
}
