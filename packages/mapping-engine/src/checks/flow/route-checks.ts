import type { Place } from '@mapping-designer/shared-types'
import { isRouteList, isStaticRoute, type Route } from '../../chain/route.ts'
import { isPlainObject } from '../../path/is-plain-object.ts'
import { type Check, type FlowInput, quote } from '../check.ts'
import { matchesIn, namesIn, type PlacedRoute, placeOf, routesOf, sequenceOf, widthOf } from './routes-of.ts'

/** Routes of one kind, in versions that resolve all of a route at once. */
function before47(input: FlowInput, of: PlacedRoute['of'], position: PlacedRoute['position']): PlacedRoute[] {
  if (input.flow.semantics.runsHopByHop) return []
  return routesOf(input).filter((route) => route.of === of && route.position === position)
}

/**
 * Up to walkerOS 4.6 several transformers in `before` of a transformer run side by side on the same event, and what they return is thrown away, also
 * `false`: a list validates and enriches nothing. Name one of them, and the next one in its `next`.
 */
export const beforeArrayLost: Check = {
  code: 'before-array-lost',
  severity: 'error',
  ofFlow(input) {
    return before47(input, 'transformer', 'before')
      .filter(({ route }) => widthOf(route) > 1)
      .map(({ route, place, name }) => ({
        place,
        cause: `What ${listed(route)} return before ${quote(name)} is thrown away: several transformers there run beside each other.`,
        ...fixOfList(input, route, place),
      }))
  },
}

/** A list becomes a chain of single names where none of them has a `next` of its own. */
function fixOfList({ flow }: FlowInput, route: Route, place: Place) {
  const names = sequenceOf(route)
  const known = new Map(flow.transformers.map((step) => [step.name, step]))
  const steps = (names ?? []).map((name) => known.get(name))
  if (names === null || steps.some((step) => step === undefined || step.next !== undefined)) return {}
  const links = names.slice(1).map((next, index) => ({
    of: 'flow' as const,
    place: ['transformers', names[index] ?? '', 'next'],
    value: next,
  }))
  const first = { of: 'flow' as const, place: [...place], value: names[0] ?? '' }
  return { fix: { label: 'Chain them by next', edits: [first, ...links] } }
}

function listed(route: Route): string {
  return [...new Set(namesIn(route))].map(quote).join(' and ')
}

/**
 * Up to walkerOS 4.6 a `next` of a source that holds several transformers outside a plain list of names sends the event into the collector once for
 * each of them: two records where a sequence was meant. `many` says so on purpose.
 */
export const arrayDoubles: Check = {
  code: 'array-doubles',
  severity: 'error',
  ofFlow(input) {
    return before47(input, 'source', 'next')
      .filter(({ route }) => !isStaticRoute(route) && holdsSequence(route))
      .map(({ route, place }) => ({
        place,
        cause: `The event enters the collector once for each of ${listed(route)}: a list with conditions is no sequence here. Name the first one, and the next one in its ${quote('next')}.`,
      }))
  },
}

function holdsSequence(route: Route): boolean {
  if (isRouteList(route)) return route.some(holdsSequence)
  if (Array.isArray(route)) return widthOf(route) > 1
  if (!isPlainObject(route)) return false
  const { one, many } = route
  return [route['next'], ...(Array.isArray(one) ? one : []), ...(Array.isArray(many) ? many : [])].some(holdsSequence)
}

/**
 * Up to walkerOS 4.6 a conditional `next` of a transformer that comes to several transformers runs all of them, throws away what they return, and the
 * event is gone.
 */
export const nextDrops: Check = {
  code: 'next-drops',
  severity: 'error',
  ofFlow(input) {
    return before47(input, 'transformer', 'next')
      .filter(({ route }) => !isStaticRoute(route) && widthOf(route) > 1)
      .map(({ route, place, name }) => ({
        place,
        cause: `Where ${quote(name)} comes to ${listed(route)} at once, the event is gone: name one transformer, and the next one in its ${quote('next')}.`,
      }))
  },
  ofWay({ hops }) {
    return hops
      .filter(({ verdict, why }) => verdict === 'dropped' && why?.startsWith('a returned next of'))
      .map(({ step = '' }) => ({
        place: ['transformers', step],
        cause: `The function of ${quote(step)} returns a ${quote('next')} of several transformers, and the event is gone.`,
      }))
  },
}

/**
 * Up to walkerOS 4.6 a transformer whose `next` has conditions ends the list that it stands in, whether it matches or not: what stands behind it never
 * runs.
 */
export const arrayCut: Check = {
  code: 'array-cut',
  severity: 'error',
  ofFlow(input) {
    if (input.flow.semantics.runsHopByHop) return []
    const isConditional = ({ next }: { next: Route }) => next !== undefined && !isStaticRoute(next)
    const conditional = new Set(input.flow.transformers.filter(isConditional).map(({ name }) => name))
    return routesOf(input).flatMap(({ route, place }) => {
      const names = sequenceOf(route) ?? []
      const cutting = names.slice(0, -1).find((name) => conditional.has(name))
      if (cutting === undefined) return []
      const behind = names.slice(names.indexOf(cutting) + 1)
      const cause = `${quote(cutting)} has a ${quote('next')} with conditions, which ends the list: ${behind.map(quote).join(' and ')} never runs.`
      return [{ place, cause }]
    })
  },
}

/**
 * Up to walkerOS 4.6 conditions in `before` and `next` of sources and destinations see the ingest alone: a key that begins with `event` is always
 * missing there. Conditions in `next` of a transformer see the event.
 */
export const matchEventMissing: Check = {
  code: 'match-event-missing',
  severity: 'error',
  ofFlow(input) {
    if (input.flow.semantics.runsHopByHop) return []
    return routesOf(input)
      .filter(({ of }) => of === 'source' || of === 'destination')
      .flatMap(({ route, place, of }) => {
        const key = matchesIn(route)
          .flatMap(keysIn)
          .find((one) => /^event(\.|$)/.test(one))
        if (key === undefined) return []
        const cause = `${quote(key)} is always missing in a condition of a ${of}, which sees the ingest alone. Ask in ${quote('next')} of a transformer, which sees the event.`
        return [{ place, cause }]
      })
  },
}

function keysIn(match: unknown): string[] {
  if (!isPlainObject(match)) return []
  const nested = [match['and'], match['or']].flatMap((list) => (Array.isArray(list) ? list : []))
  return [...(typeof match['key'] === 'string' ? [match['key']] : []), ...nested.flatMap(keysIn)]
}

/**
 * Up to walkerOS 4.4 a fork before a destination, or inside `before` of a step, goes on with its first result alone; the others are gone. Fork in `next`
 * of the source.
 */
export const forkFirstOnly: Check = {
  code: 'fork-first-only',
  severity: 'error',
  ofWay({ flow, destination, hops }) {
    return hops
      .filter(({ verdict, position, of, depth, results = 0 }) => {
        if (verdict !== 'forked' || results < 2 || flow.semantics.runsHopByHop) return false
        const isHere = position === 'destination.before' && of === destination
        return depth > 0 || (isHere && !flow.semantics.sendsAllForks)
      })
      .map(({ step = '', results = 0 }) => ({
        place: ['transformers', step],
        cause: `${quote(step)} returns ${results} results, and only the first goes on. Fork in ${quote('next')} of the source.`,
      }))
  },
}

/**
 * walkerOS takes of what a transformer returns what stands under `event`. A function that returns the event itself, the form before walkerOS 4.0, changes
 * nothing: its new object is thrown away without a word.
 */
export const returnedEventIgnored: Check = {
  code: 'returned-event-ignored',
  severity: 'error',
  ofWay({ hops }) {
    return hops
      .filter(({ verdict, why }) => verdict === 'lost' && why?.startsWith('returned the event itself'))
      .map(({ step = '' }) => ({
        place: placeOf({ kind: 'transformer', name: step }, ['code', 'push']),
        cause: `${quote(step)} returns the event itself, and walkerOS throws that away. Return ${quote('{ event: … }')}.`,
      }))
  },
}
