import type { CollectorState, Outcome } from '@mapping-designer/shared-types'
import type { CompileOptions, DestinationPlan, Explanation } from '../compile-destination.ts'
import type { FlowDestination } from '../flow/read-flow.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { memberOf } from '../path/member-of.ts'
import { hasCode } from '../value/code-function.ts'
import { type ChainPlan, compileFlow, type FlowRun } from './compile-flow.ts'
import type { WholeFlow } from './journey.ts'
import type { Refusal } from './refuse-flow.ts'
import type { Delivered } from './run-destination.ts'
import type { StepPort } from './step.ts'

export type WholeOptions = Pick<CompileOptions, 'now' | 'code'> & {
  ports?: Readonly<Record<string, StepPort>> | undefined
}

/** The plan of a destination with everything that its events meet before it; the same plan where they meet nothing. */
export function planWhole(
  destination: FlowDestination,
  plan: DestinationPlan,
  collector: CollectorState,
  options: WholeOptions,
): DestinationPlan {
  const { whole, name } = destination
  if (whole === undefined) return plan
  const chain = compileWhole(destination, whole, { [name]: plan }, collector, options)
  if (!chain.hasChain(whole.door, name)) return plan
  let flowRun: FlowRun | undefined
  const explain = (event: unknown): Explanation => {
    flowRun ??= chain.start()
    const { deliveries } = flowRun.push(whole.door, event, whole.scope)
    return oneOf(deliveries.find((one) => one.destination === name)?.made ?? [])
  }
  return {
    ...plan,
    needsCode: options.code === undefined && needsCode(destination),
    explain,
    run: (event) => explain(event).outcome,
  }
}

/** The whole flow around a destination, with plans for its Kafka destinations by name. */
export function compileWhole(
  { flowName, runtime }: FlowDestination,
  { file, env }: WholeFlow,
  plans: Readonly<Record<string, DestinationPlan>>,
  collector: CollectorState,
  { now = 0, code, ports }: WholeOptions,
): ChainPlan {
  return compileFlow(file, { flowName, runtime, now, env, code, ports, plans, collector })
}

/** What comes first counts where an event comes to several outcomes; a record comes before all others. */
export function oneOf(made: readonly Delivered[]): Explanation {
  const first = made.find(({ outcome }) => outcome.kind === 'message') ?? made.find(isSent) ?? made[0]
  if (first === undefined) {
    const outcome: Outcome = { kind: 'dropped', step: 'chain', reason: 'nothing came to the destination', rule: null }
    return { outcome, steps: [], errors: [], problems: [] }
  }
  const copies = made.filter(isSent).map(({ outcome }) => outcome)
  return copies.length > 1 ? { ...first, copies } : first
}

function isSent({ outcome }: Delivered): boolean {
  return 'record' in outcome
}

/** Why the bundler would not build the flow, if that is what an event comes to; null where it can come through. */
export function refusalOf(destination: FlowDestination, collector: CollectorState): Refusal | null {
  const { whole, name, resolved } = destination
  if (whole === undefined) return null
  const chain = compileWhole(destination, whole, {}, collector, {})
  // References of the destination itself have an outcome of their own.
  const isOwn = 'failure' in resolved && !chain.hasChain(whole.door, name)
  return isOwn ? null : chain.refused
}

/** Whether an event meets anything before the destination itself. */
export function meetsChain(destination: FlowDestination): boolean {
  const { whole, name } = destination
  return whole !== undefined && compileWhole(destination, whole, {}, {}, {}).hasChain(whole.door, name)
}

/** Whether functions stand on the way of an event, in the destination or before it. */
export function needsCode({ whole, flowName, resolved, config }: FlowDestination): boolean {
  if (hasCode('failure' in resolved ? config : resolved.config)) return true
  const flow = memberOf(whole?.file, 'flows', flowName)
  return ['sources', 'transformers'].some((list) => {
    const steps = memberOf(flow, list)
    return (
      hasCode(steps) ||
      Object.values(isPlainObject(steps) ? steps : {}).some((step) => memberOf(step, 'code') !== undefined)
    )
  })
}
