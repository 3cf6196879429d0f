import {
  type Explanation,
  type FollowedEvent,
  type Hop,
  isPlainObject,
  memberOf,
  type RouteMark,
  type Step,
} from '@mapping-designer/mapping-engine'
import { jsonOrText, kafkaPackage, type Place } from '@mapping-designer/shared-types'
import { changesBetween } from './change-list.ts'
import { type Card, changeLine, consentCard, endCard, type FlowAround, stepCard, unreachedCard } from './hop-card.ts'

/** The way of an event into the flow, or from there to one destination. */
export interface Lane {
  name: string
  kind: string
  cards: Card[]
  /** What the routes on it looked at. */
  routes: RouteMark[]
}

export interface JourneyStory {
  into: Lane
  destinations: Lane[]
}

type Made = Pick<Explanation, 'outcome' | 'steps'>

/** The way of one event as rows of cards: into the flow, and then to each destination and copy. */
export function describeJourney(
  around: FlowAround,
  into: string,
  event: unknown,
  followed: FollowedEvent,
): JourneyStory {
  const { hops, deliveries } = followed.journey
  const shown = hops.filter((hop, index) => !isRepeated(hop, hops[index - 1]))
  const entry = shown.filter((hop, index) => isBeforeDestinations(hop, shown.slice(0, index)))
  const rest = shown.filter((hop) => !entry.includes(hop))
  const unproven = deliveries.flatMap(({ made }) => made).find(({ outcome }) => outcome.kind === 'not-proven')
  const routesOf = (destination: string | null) =>
    followed.routes.filter(({ of, position }) =>
      position.startsWith('destination.') ? of === destination : destination === null,
    )
  const cards = [...sourceCards(around, into, event), ...entry.map((hop) => entryCard(around, hop))]
  if (rest.length === 0 && unproven) markUnproven(cards, unproven.outcome)
  return {
    into: { name: 'Into the flow', kind: 'once', cards, routes: routesOf(null) },
    destinations: deliveries.flatMap(({ destination, made }) =>
      destinationLanes(
        around,
        destination,
        rest.filter(({ of }) => of === destination),
        made,
      ).map((lane) => ({ ...lane, routes: routesOf(destination) })),
    ),
  }
}

/** A step that drops an event is written down as the step and as the end of its chain. */
function isRepeated(hop: Hop, before: Hop | undefined): boolean {
  return hop.verdict === 'dropped' && before?.verdict === 'dropped' && hop.step === before.step && hop.of === before.of
}

function isBeforeDestinations({ position }: Hop, before: readonly Hop[]): boolean {
  if (position === 'consent') return !before.some((hop) => hop.position === 'collector')
  return position.startsWith('source.') || position.startsWith('collector')
}

function sourceCards({ flow, flowName }: FlowAround, into: string, event: unknown): Card[] {
  if (into === 'collector') return []
  const name = into.replace(/^source\./, '')
  const eventName = memberOf(event, 'name')
  const line = typeof eventName === 'string' ? `name ${eventName}` : 'no name'
  const kind = memberOf(flow, 'sources', name, 'code') === undefined ? 'source' : 'source, code'
  return [
    {
      title: name,
      icon: 'source',
      kind,
      line,
      state: 'plain',
      place: ['flows', flowName, 'sources', name],
      changes: [],
      out: event,
    },
  ]
}

function entryCard(around: FlowAround, hop: Hop): Card {
  if (hop.step !== undefined && hop.position !== 'collector') return stepCard(around, hop, hop.step)
  const place: Place = ['flows', around.flowName, hop.position === 'collector' ? 'collector' : 'sources']
  const changes = hop.in === undefined ? [] : changesBetween(hop.in, hop.out)
  const common = { changes, in: hop.in, out: hop.out, state: changes.length > 0 ? 'plain' : 'muted' } as const
  if (hop.position === 'collector') {
    const names = [...new Set(changes.map(({ path }) => path.split('.')[0]))]
    const line =
      names.length === 0 ? 'nothing was missing' : `+ ${names.slice(0, 4).join(', ')}${names.length > 4 ? ' …' : ''}`
    return { ...common, title: 'Collector', icon: 'collector', kind: 'completes the event', line, place }
  }
  if (hop.position === 'consent' || hop.verdict === 'dropped') {
    const isDenied = hop.position === 'consent'
    const line = isDenied ? 'held until granted' : (hop.why ?? 'dropped')
    const title = isDenied ? 'Consent' : 'Source mapping'
    const icon = isDenied ? 'consent' : 'mapping'
    return {
      ...common,
      title,
      icon,
      kind: `source ${hop.of}`,
      line,
      state: isDenied ? 'warn' : 'dropped',
      place: [...place, hop.of, 'config'],
    }
  }
  return {
    ...common,
    title: 'Source mapping',
    icon: 'mapping',
    kind: `source ${hop.of}`,
    line: changeLine(changes),
    place: [...place, hop.of, 'config'],
  }
}

function destinationLanes(
  around: FlowAround,
  name: string,
  hops: readonly Hop[],
  made: readonly Made[],
): Omit<Lane, 'routes'>[] {
  const kind = isKafka(around, name) ? 'Kafka' : 'not Kafka'
  const passes = passesOf(hops)
  const count = Math.max(passes.length, made.length, 1)
  return Array.from({ length: count }, (_, index) => ({
    name,
    kind: count > 1 ? `${kind}, copy ${index + 1} of ${count}` : kind,
    cards: laneCards(around, name, passes[index] ?? [], made[index] ?? made.at(-1)),
  }))
}

/** The hops of each copy; one that forks before the destination begins at its mapping. */
function passesOf(hops: readonly Hop[]): Hop[][] {
  const passes: Hop[][] = []
  for (const hop of hops) {
    const isNext = hop.position === 'consent' || (isMapping(hop) && passes.at(-1)?.some(isMapping))
    if (isNext || passes.length === 0) passes.push([hop])
    else passes.at(-1)?.push(hop)
  }
  return passes
}

function isMapping({ position }: Hop): boolean {
  return position === 'destination.mapping'
}

function laneCards(around: FlowAround, name: string, hops: readonly Hop[], made: Made | undefined): Card[] {
  const place: Place = ['flows', around.flowName, 'destinations', name]
  const outcome: Made['outcome'] = made?.outcome ?? {
    kind: 'dropped',
    step: 'chain',
    reason: 'nothing came here',
    rule: null,
  }
  const shown = hops.filter(({ position }) => position !== 'destination.next')
  const cards = shown.map((hop) => {
    if (hop.position === 'consent') return consentCard(around, name, hop)
    if (hop.step !== undefined) return stepCard(around, hop, hop.step)
    return mappingCard(place, hop, made)
  })
  const isUnknown = outcome.kind === 'not-proven'
  if (isUnknown && cards.length > 0) markUnproven(cards, outcome)
  if (!shown.some(({ position }) => position === 'consent'))
    cards.unshift(unreachedCard('Consent', 'consent', place, isUnknown))
  if (!shown.some(isMapping)) {
    cards.push(...stepsLeft(around, name, shown, isUnknown), unreachedCard('Mapping', 'mapping', place, isUnknown))
  }
  return [...cards, endCard(around, name, outcome, isKafka(around, name))]
}

/** Steps that stand before a destination as a plain list, and that the event did not come to. */
function stepsLeft({ flow, flowName }: FlowAround, name: string, hops: readonly Hop[], isUnknown: boolean): Card[] {
  const before = memberOf(flow, 'destinations', name, 'before')
  const names = (Array.isArray(before) ? before : [before]).filter((one) => typeof one === 'string')
  return names
    .filter((step) => !hops.some((hop) => hop.step === step))
    .map((step) => unreachedCard(step, 'step', ['flows', flowName, 'transformers', step], isUnknown))
}

/** The last hop that was entered is the one that cannot be run here. */
function markUnproven(cards: Card[], outcome: Made['outcome']): void {
  const last = cards.pop()
  if (last === undefined) return
  const why = outcome.kind === 'not-proven' ? outcome.reason : undefined
  cards.push({ ...last, state: 'not-proven', line: 'not proven', changes: [], ...(why !== undefined && { why }) })
}

function mappingCard(place: Place, hop: Hop, made: Made | undefined): Card {
  const rules = find(made?.steps, 'rules')
  const data = find(made?.steps, 'data')
  const record = made && 'record' in made.outcome ? jsonOrText(made.outcome.record.value) : undefined
  const notes = new Map(data?.fields.map((note) => [JSON.stringify(note.target), note]))
  const fields = [...notes.values()].filter(({ target }) => target.length > 0)
  const unset = fields.filter(({ missing }) => missing !== null).length
  const isIgnored = made?.outcome.kind === 'ignored'
  return {
    title: 'Mapping',
    icon: 'mapping',
    kind: rules?.rule ?? 'no rule',
    line: isIgnored
      ? 'ignored by its rule'
      : fields.length === 0
        ? 'the whole event'
        : `${fields.length - unset} set${unset > 0 ? `, ${unset} not set` : ''}`,
    state: isIgnored || made?.outcome.kind === 'failed' ? 'dropped' : made?.outcome.assumed ? 'assumed' : 'plain',
    place: [...place, 'config', ...(rules?.place ?? ['mapping'])],
    changes: [],
    in: hop.in,
    out: record,
  }
}

function find<K extends Step['kind']>(
  steps: readonly Step[] | undefined,
  kind: K,
): Extract<Step, { kind: K }> | undefined {
  return steps?.find((step): step is Extract<Step, { kind: K }> => step.kind === kind)
}

export function isKafka({ flow }: FlowAround, destination: string): boolean {
  const step = memberOf(flow, 'destinations', destination)
  const name = memberOf(step, 'package')
  if (typeof name === 'string') return name.replace(/(?<=.)@[^@/]*$/, '') === kafkaPackage
  return isPlainObject(memberOf(step, 'config', 'settings', 'kafka'))
}
