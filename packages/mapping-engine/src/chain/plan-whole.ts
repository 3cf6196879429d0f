import type { CollectorState, Outcome, Problem } from '@mapping-designer/shared-types'
import type { CompileOptions, DeliverOptions, DestinationPlan, Explanation } from '../destination-plan.ts'
import type { EventContext } from '../event/event-context.ts'
import type { FlowDestination } from '../flow/read-flow.ts'
import type { WholeFlow } from '../flow/whole-flow.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { memberOf } from '../path/member-of.ts'
import { holdsProtoKey, whileWatching } from '../path/proto-key.ts'
import { hasCode } from '../value/code-function.ts'
import { type ChainPlan, compileFlow, type FlowRun } from './compile-flow.ts'
import type { FlowParts } from './flow-parts.ts'
import type { Hop } from './journey.ts'
import { needsPorts } from './load-ports.ts'
import type { Refusal } from './refuse-flow.ts'
import type { Delivered } from './run-destination.ts'
import { packagesRunHere, type StepPort } from './step.ts'
import { compileStraightWay } from './straight-way.ts'

/** How the events of a whole flow are evaluated. */
export interface WholeOptions extends Pick<CompileOptions, 'now' | 'code'> {
  /** Published transformers that can be run here, by package. */
  ports?: Readonly<Record<string, StepPort>> | undefined
  /**
   * The events are all that walkerOS gets since its start, in their order. Otherwise what depends on earlier events (caches, states, functions
   * that keep something) is not proven.
   */
  isOneRun?: boolean | undefined
}

/** Looks for the problems of a flow, and of the way of an event through it. */
export interface FlowLook {
  flow(input: { flow: FlowParts; destination: string }): Problem[]
  way(input: { flow: FlowParts; destination: string; hops: readonly Hop[] }): Problem[]
}

/** The plan of a destination with everything that its events meet before it; as fast as the plan alone where they meet nothing. */
export function planWhole(
  destination: FlowDestination,
  plan: DestinationPlan,
  collector: CollectorState,
  options: WholeOptions,
  look: FlowLook,
): DestinationPlan {
  const { whole, name } = destination
  if (whole === undefined) return plan
  const { entry, scope } = whole
  const chain = compileWhole(destination, whole, { [name]: plan }, collector, options)
  const input = { flow: chain.parts, destination: name }
  let problems: Problem[] | undefined
  const { run, runAlong, explain, deliver, startFailure, needsCode: needsOwnCode } = plan
  const around: DestinationPlan = {
    ...{ run, runAlong, explain, deliver, startFailure, needsCode: needsOwnCode },
    get problems() {
      problems ??= [...plan.problems, ...look.flow(input)]
      return problems
    },
  }
  if (!chain.hasChain(entry, name)) return around
  let flowRun: FlowRun | undefined
  // Mappings alone change nothing in place, so that events may share their parts.
  const hasFunctions = chain.keepsMemory || needsCode(destination) || needsPorts(whole.file) || holdsProtoKey(whole)
  const ownStep = chain.parts.destinations.find((step) => step.name === name)
  const way = hasFunctions || ownStep === undefined ? null : compileStraightWay(chain.parts, entry, ownStep)
  const push = (event: unknown, context: EventContext | undefined, how?: DeliverOptions) => {
    flowRun ??= chain.start(options.isOneRun === true)
    const { deliveries, hops } = flowRun.push(entry, event, { scope, context, how })
    return { ...oneOf(deliveries.find((one) => one.destination === name)?.made ?? []), hops }
  }
  return Object.assign(around, {
    needsCode: options.code === undefined && needsCode(destination),
    explain(event: unknown, context?: EventContext): Explanation {
      const { hops, ...explanation } = push(event, context)
      return { ...explanation, problems: [...explanation.problems, ...look.way({ ...input, hops })] }
    },
    run(event: unknown, context?: EventContext): Outcome {
      const straight = way && runAlong(way, event, context)
      // The plan that writes down each hop reports what goes wrong on the way.
      if (straight && straight.kind !== 'failed') return straight
      const how = { isExplained: false, needsClones: hasFunctions || holdsProtoKey(event) }
      return how.needsClones
        ? push(event, context, how).outcome
        : whileWatching(() => push(event, context, how).outcome)
    },
  })
}

/** The whole flow around a destination, with plans for its Kafka destinations by name. */
export function compileWhole(
  { flowName, runtime }: FlowDestination,
  { file, env, assume }: WholeFlow,
  plans: Readonly<Record<string, DestinationPlan>>,
  collector: CollectorState,
  { now = 0, code, ports }: WholeOptions,
): ChainPlan {
  return compileFlow(file, { flowName, runtime, now, env, code, ports, assume, plans, collector })
}

/** Of several outcomes the one that counts most: a record, then what somebody has to know about. */
export function oneOf(made: readonly Delivered[]): Explanation {
  const rank = ({ outcome }: Delivered) => ranks.findIndex((kinds) => kinds.includes(outcome.kind))
  const [first] = made.toSorted((one, other) => rank(one) - rank(other))
  if (first === undefined) {
    const outcome: Outcome = { kind: 'dropped', step: 'chain', reason: 'nothing came to the destination', rule: null }
    return { outcome, steps: [], errors: [], problems: [] }
  }
  const copies = made.map(({ outcome }) => outcome)
  return copies.length > 1 ? { ...first, outcome: { ...first.outcome, copies } } : first
}

const ranks: readonly Outcome['kind'][][] = [
  ['message'],
  ['undeliverable'],
  ['not-proven', 'failed', 'queued'],
  ['ignored', 'denied', 'dropped'],
]

/** Why the bundler would not build the flow, if that is what an event comes to; null where it can come through. */
export function refusalOf(destination: FlowDestination, collector: CollectorState): Refusal | null {
  const { whole, name, unreadable } = destination
  if (whole === undefined) return null
  const chain = compileWhole(destination, whole, {}, collector, {})
  // References of the destination itself have an outcome of their own.
  const isOwn = unreadable !== undefined && chain.refused?.cause === unreadable && !chain.hasChain(whole.entry, name)
  return isOwn ? null : chain.refused
}

/** Whether an event meets anything before the destination itself. */
export function meetsChain(destination: FlowDestination): boolean {
  const { whole, name } = destination
  return whole !== undefined && compileWhole(destination, whole, {}, {}, {}).hasChain(whole.entry, name)
}

/** Whether the conditions of routes hold patterns, which may take without end. */
export function hasPatterns(destination: FlowDestination): boolean {
  return meetsChain(destination) && JSON.stringify(wayTo(destination)).includes('"operator":"regex"')
}

/** The outcome of an event whose evaluation was ended after some ms. walkerOS ends a published transformer at no time, so that nothing is known of the record. */
export function lateOutcome(destination: FlowDestination, ms: number): Outcome {
  const isInChain = meetsChain(destination)
  if (isInChain && needsPorts(destination.whole?.file)) {
    const part = packagesRunHere.join()
    return { kind: 'not-proven', part, reason: `it took longer than ${ms / 1000} s`, rule: null }
  }
  const what = needsCode(destination) ? 'The function' : isInChain ? 'The flow' : 'The mapping of the event'
  return { kind: 'failed', reason: 'code-timeout', detail: `${what} did not return in time`, rule: null }
}

/** All of a flow file that decides what an event meets on its way to a destination; other flows and destinations are left out. */
export function wayTo({ whole, flowName, name }: FlowDestination): unknown {
  const { flows, ...around } = isPlainObject(whole?.file) ? whole.file : {}
  const flow = memberOf(flows, flowName)
  const destinations = { [name]: memberOf(flow, 'destinations', name) }
  return {
    ...around,
    ...(isPlainObject(flow) && { flow: { ...flow, destinations } }),
    ...{ ...whole, file: undefined },
  }
}

/** What the bundle has of the flow around a destination. */
export function partsOf(destination: FlowDestination): FlowParts | undefined {
  const { whole } = destination
  return whole && compileWhole(destination, whole, {}, {}, {}).parts
}

/** Whether an event may get what earlier ones left, so that it matters which events are one run. */
export function keepsMemory(destination: FlowDestination): boolean {
  const { whole } = destination
  return whole !== undefined && compileWhole(destination, whole, {}, {}, {}).keepsMemory
}

/** Transformers of a flow whose package cannot be run here, where the published ones that can are loaded. */
export function unprovenSteps(destination: FlowDestination): FlowParts['unproven'] {
  return partsOf(destination)?.unproven ?? []
}

/** Whether functions stand on the way of an event, in the destination or before it. */
export function needsCode({ whole, flowName, effective }: FlowDestination): boolean {
  if (Object.values(whole?.assume ?? {}).some((one) => 'push' in one || hasCode(one))) return true
  if (hasCode(effective)) return true
  const flow = memberOf(whole?.file, 'flows', flowName)
  return ['sources', 'transformers'].some((list) => {
    const steps = memberOf(flow, list)
    return (
      hasCode(steps) ||
      Object.values(isPlainObject(steps) ? steps : {}).some((step) => memberOf(step, 'code') !== undefined)
    )
  })
}
