import type { CollectorState, Place } from '@mapping-designer/shared-types'
import type { ChainPlan, Journey } from './chain/compile-flow.ts'
import type { RouteLook } from './chain/journey.ts'
import { compileWhole, oneOf, type WholeOptions } from './chain/plan-whole.ts'
import { type PlacedRoute, routesOf } from './checks/flow/routes-of.ts'
import { checkWay } from './checks/run-checks.ts'
import { compileDestination } from './compile-destination.ts'
import type { CompileOptions, DestinationPlan, Explanation } from './destination-plan.ts'
import type { FlowDestination } from './flow/read-flow.ts'
import { resolveFlow } from './flow/resolve-references.ts'
import { isPlainObject } from './path/is-plain-object.ts'
import { memberOf } from './path/member-of.ts'

/** What an event comes to at the destination that is looked at, and its way there and to all others. */
export interface FollowedEvent extends Explanation {
  journey: Journey
  /** What the routes of the way looked at, in the order of the event. */
  routes: RouteMark[]
}

/** What came of a branch or a condition of a route for an event. */
export interface RouteMark extends Omit<RouteLook, 'part'> {
  /** Where it stands in the flow file. */
  place: Place
}

export interface FollowPlan {
  /** Takes one event the whole way; what depends on the events before it is not proven. With copies of it at each hop where they are wanted. */
  follow(event: unknown, hasSnapshots: boolean): FollowedEvent
}

export type FollowOptions = WholeOptions & Pick<CompileOptions, 'maxMessageBytes'>

/**
 * Compiles the whole flow around a destination to look at its events hop by hop. Destinations that are no Kafka make no
 * record: the value of theirs is what they get of the event, mapped.
 */
export function compileFollow(destination: FlowDestination, options: FollowOptions): FollowPlan {
  const { whole, name } = destination
  if (whole === undefined) throw new Error('The destination has no flow around it')
  const collector = destination.collector
  const plans = plansOf(destination, collector, options)
  const chain: ChainPlan = compileWhole(destination, whole, plans, collector, options)
  const marksOf = placeLooks(chain, destination.flowName)
  return {
    follow(event, hasSnapshots) {
      const { looks, ...journey } = chain.start(false).push(whole.entry, event, { scope: whole.scope, hasSnapshots })
      const made = journey.deliveries.find((one) => one.destination === name)?.made ?? []
      const explanation = oneOf(made)
      const ofWay = checkWay({ flow: chain.parts, destination: name, hops: journey.hops })
      return { ...explanation, problems: [...explanation.problems, ...ofWay], journey, routes: marksOf(looks) }
    },
  }
}

/** Finds what was looked at in the flow file; a route that a function returned has no place there. */
function placeLooks(chain: ChainPlan, flowName: string): (looks: readonly RouteLook[]) => RouteMark[] {
  let places: ReadonlyMap<object, Place> | undefined
  return (looks) => {
    if (looks.length > 0) places ??= placesOf(['flows', flowName], routesOf({ flow: chain.parts }))
    return looks.flatMap(({ part, ...look }) => {
      const place = places?.get(part)
      return place === undefined ? [] : { ...look, place }
    })
  }
}

/** Each part of the routes of a flow, with its place in the file. */
function placesOf(root: Place, routes: readonly PlacedRoute[]): ReadonlyMap<object, Place> {
  const places = new Map<object, Place>()
  const visit = (part: unknown, place: Place): void => {
    if (typeof part !== 'object' || part === null) return
    places.set(part, place)
    for (const [key, item] of Object.entries(part)) visit(item, [...place, Array.isArray(part) ? Number(key) : key])
  }
  for (const { route, place } of routes) visit(route, [...root, ...place])
  return places
}

function plansOf(
  { whole, flowName, runtime }: FlowDestination,
  collector: CollectorState,
  options: FollowOptions,
): Record<string, DestinationPlan> {
  const resolved = resolveFlow(whole?.file, flowName, whole?.env ?? {})
  const settings = 'settings' in resolved ? resolved.settings : memberOf(whole?.file, 'flows', flowName)
  const steps = memberOf(settings, 'destinations')
  return Object.fromEntries(
    Object.entries(isPlainObject(steps) ? steps : {}).map(([name, step]) => {
      const config = asKafka(memberOf(step, 'config'), name)
      return [name, compileDestination(config, { ...options, collector, runtime })]
    }),
  )
}

/** A destination of another kind maps its events alike; what it would send is not known here. */
function asKafka(config: unknown, name: string): unknown {
  if (memberOf(config, 'settings', 'kafka') !== undefined) return config
  const own = isPlainObject(config) ? config : {}
  return { ...own, settings: { kafka: { brokers: ['none'], topic: name } } }
}
