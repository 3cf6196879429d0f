import {
  type CollectorState,
  collectorStateSchema,
  formatPlace,
  type Outcome,
  type Place,
  type PreviewLine,
  type Problem,
} from '@mapping-designer/shared-types'
import { type CompileOptions, compileDestination, type DestinationPlan } from './compile-destination.ts'
import { chooseDestination, type FlowDestination, type FlowError, readFlow, readFlowJson } from './flow/read-flow.ts'

export interface PreviewInput {
  /** A flow file as text or as JSON. */
  flow: unknown
  flowName?: string | undefined
  destination?: string | undefined
  /** ms since 1970 */
  now: number
}

export interface FlowPlan {
  destination: FlowDestination
  plan: DestinationPlan
}

/** From a flow file to one of its Kafka destinations, or the reason why there is none. */
export function chooseFromFlow(input: Omit<PreviewInput, 'now'>): FlowDestination | { error: FlowError } {
  const reading = typeof input.flow === 'string' ? readFlow(input.flow) : readFlowJson(input.flow)
  if (!reading.isReadable) return { error: reading.error }
  const destination = chooseDestination(reading.destinations, input)
  return 'code' in destination ? { error: destination } : destination
}

/** The plan of a destination with the collector's state of its flow. */
export function planDestination(destination: FlowDestination, options: Omit<CompileOptions, 'collector'>): FlowPlan {
  const collector = collectorOf(destination)
  return { destination, plan: compileDestination(destination.config, { ...options, collector }) }
}

/** The collector's state in a flow file; what is no state there counts as none. */
export function collectorOf(destination: FlowDestination): CollectorState {
  const parsed = collectorStateSchema.safeParse(destination.collector)
  return parsed.success ? parsed.data : {}
}

/** One line of `preview --json`; problems carry their place in the flow file. */
export function previewLine({ destination, plan }: FlowPlan, event: unknown, index: number): PreviewLine {
  const { outcome, problems } = plan.explain(event)
  const reason = reasonOf(outcome)
  return {
    index,
    outcome: outcome.kind,
    message: 'record' in outcome ? outcome.record : null,
    rule: outcome.rule,
    ...(reason !== undefined && { reason }),
    problems: [...problems, ...plan.problems].map((problem) => inFlow(problem, destination.place)),
  }
}

function inFlow({ code, severity, place, cause }: Problem, root: Place): PreviewLine['problems'][number] {
  return { code, severity, place: formatPlace([...root, ...place]), cause }
}

/** Why an event makes no deliverable record, in a few words. */
export function reasonOf(outcome: Outcome): string | undefined {
  switch (outcome.kind) {
    case 'message':
      return undefined
    case 'undeliverable':
      return outcome.reason
    case 'ignored':
      return outcome.reason === 'rule'
        ? `ignored by rule ${outcome.rule}`
        : `the destination is ${ignoredBy(outcome.reason)}`
    case 'denied':
      return `needs consent: ${outcome.required.join(' or ')}`
    case 'failed':
      return outcome.detail
  }
}

function ignoredBy(reason: 'mock' | 'disabled'): string {
  return reason === 'mock' ? 'mocked' : 'disabled'
}
