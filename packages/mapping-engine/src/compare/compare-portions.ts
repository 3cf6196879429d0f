import type { Outcome } from '@mapping-designer/shared-types'
import type { Explanation } from '../destination-plan.ts'
import type { EventContext } from '../event/event-context.ts'
import type { FlowDestination } from '../flow/read-flow.ts'
import { createComparison } from './comparison.ts'
import { type EventPortion, eventsIn, type Unreadable } from './event-portion.ts'

/** The two flows, and the clock of events that have none, ms since 1970. */
export interface ComparedSides {
  before: FlowDestination
  after: FlowDestination
  now: number
}

/** What was read of a portion. */
export interface AddedPortion {
  events: number
  unreadable: Unreadable[]
}

interface Request {
  destination: FlowDestination
  events: readonly unknown[]
  now: number
  /** A clock and a seed for each event, where it was read in a topic. */
  contexts?: readonly EventContext[] | undefined
  /** The events are the first of a run, in their order. */
  isOneRun: boolean
}

/** Evaluates events wherever that is done. */
export interface PortionRunner {
  outcomes(request: Request): Promise<Outcome[]>
  explanations(request: Request & { hasSteps: boolean }): Promise<Pick<Explanation, 'problems'>[]>
}

/** Events whose problems are compared too: looking for them takes many times as long. */
const maxExplained = 1_000

/** Compares portions one after another. Of a run of all events that is one portion, flows remember what came before. */
export function comparePortions({ before, after, now }: ComparedSides, runner: PortionRunner, isOneRun: boolean) {
  const comparison = createComparison()
  const sides = [
    ['before', before],
    ['after', after],
  ] as const

  const addAll = async ({ found, unreadable }: ReturnType<typeof eventsIn>): Promise<AddedPortion> => {
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
    async add(portion: EventPortion): Promise<AddedPortion> {
      const added: AddedPortion = { events: 0, unreadable: [] }
      for (const part of isOneRun ? [portion] : slicesOf(portion)) {
        const { events, unreadable } = await addAll(eventsIn(part))
        added.events += events
        added.unreadable.push(...unreadable)
      }
      return added
    },
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
    result: comparison.result,
  }
}

/** Events that are read at once: what comes of them is garbage before it is old, and costs next to nothing to collect. */
const maxRead = 100

function* slicesOf({ index, events, texts, places }: EventPortion): Generator<EventPortion> {
  const { length } = events ?? texts
  for (let from = 0; from < length; from += maxRead) {
    const to = from + maxRead
    if (events !== undefined) yield { index: index + from, events: events.slice(from, to) }
    else yield { index: index + from, texts: texts.slice(from, to), ...(places && { places: places.slice(from, to) }) }
  }
}
