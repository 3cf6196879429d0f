import type { Place } from '@mapping-designer/shared-types'
import type { BundledStep, StepKind } from '../../chain/bundle-flow.ts'
import { isRouteList, isStaticRoute, type Route } from '../../chain/route.ts'
import { isPlainObject } from '../../path/is-plain-object.ts'
import { memberOf } from '../../path/member-of.ts'
import type { FlowInput } from '../check.ts'

/** A route of a flow that walkerOS runs, with its place in the flow. */
export interface PlacedRoute {
  of: StepKind | 'collector'
  position: 'before' | 'next'
  /** The step that it belongs to. */
  name: string
  place: Place
  route: Route
}

/** All routes of the steps that a bundle has, those of the collector only where it runs them. */
export function routesOf({ flow }: Pick<FlowInput, 'flow'>): PlacedRoute[] {
  const { sources, transformers, destinations, collector, semantics } = flow
  const next = semantics.runsHopByHop ? collector['next'] : undefined
  return [
    ...[...sources, ...transformers, ...destinations].flatMap((step) => routesOfStep(flow.raw, step)),
    ...(next === undefined
      ? []
      : [
          {
            of: 'collector' as const,
            position: 'next' as const,
            name: 'collector',
            place: ['collector', 'next'],
            route: next,
          },
        ]),
  ]
}

function routesOfStep(raw: unknown, step: BundledStep): PlacedRoute[] {
  const { kind, name } = step
  return (['before', 'next'] as const).flatMap((position) => {
    const route = step[position]
    if (route === undefined || route === null) return []
    const beside = memberOf(raw, `${kind}s`, name, position) !== undefined
    return [{ of: kind, position, name, route, place: placeOf(step, beside ? [position] : ['config', position]) }]
  })
}

/** The place of a part of a step in its flow. */
export function placeOf({ kind, name }: Pick<BundledStep, 'kind' | 'name'>, part: Place = []): Place {
  return [`${kind}s`, name, ...part]
}

/** Every transformer that a route names, whatever it depends on. */
export function namesIn(route: Route): string[] {
  if (typeof route === 'string') return [route]
  if (Array.isArray(route)) return route.flatMap(namesIn)
  return isPlainObject(route) ? ['next', 'one', 'many'].flatMap((key) => namesIn(route[key])) : []
}

/** Every condition of a route. */
export function matchesIn(route: Route): unknown[] {
  if (Array.isArray(route)) return route.flatMap(matchesIn)
  if (!isPlainObject(route)) return []
  return [
    ...(route['match'] === undefined ? [] : [route['match']]),
    ...['next', 'one', 'many'].flatMap((key) => matchesIn(route[key])),
  ]
}

/** The largest number of transformers that a route resolves to at once. */
export function widthOf(route: Route): number {
  if (typeof route === 'string') return 1
  if (isRouteList(route)) return Math.max(...route.map(widthOf))
  if (Array.isArray(route)) return route.reduce<number>((sum, entry) => sum + widthOf(entry), 0)
  if (!isPlainObject(route)) return 0
  if (route['next'] !== undefined) return widthOf(route['next'])
  const { one, many } = route
  if (Array.isArray(one)) return Math.max(0, ...one.map(widthOf))
  return Array.isArray(many) ? many.reduce<number>((sum, entry) => sum + widthOf(entry), 0) : 0
}

/** The transformers that some routes come to, through the routes of those that they come to, and through names in their functions. */
export function reachedBy(input: Pick<FlowInput, 'flow'>, routes: readonly PlacedRoute[]): ReadonlySet<string> {
  const reached = new Set<string>()
  const all = Map.groupBy(
    routesOf(input).filter(({ of }) => of === 'transformer'),
    ({ name }) => name,
  )
  const steps = new Map(input.flow.transformers.map((step) => [step.name, step]))
  const open = routes.flatMap(({ route }) => namesIn(route))
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue
    reached.add(name)
    for (const { route } of all.get(name) ?? []) open.push(...namesIn(route))
    // A function may answer `next` with a name.
    open.push(...quotedIn(JSON.stringify(steps.get(name)?.code ?? '')).filter((quoted) => steps.has(quoted)))
  }
  return reached
}

/** What stands between quotes of any kind in a text that is JSON itself. */
function quotedIn(json: string): string[] {
  return Array.from(json.matchAll(/('|\\"|`)([\w$]+)(?=\1)/g), ([, , name = '']) => name)
}

/** The list of names that a route is as it stands, where it is one. */
export function sequenceOf(route: Route): string[] | null {
  return Array.isArray(route) && isStaticRoute(route) ? route.map(String) : null
}
