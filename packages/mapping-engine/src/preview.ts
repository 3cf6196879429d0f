import {
  type CollectorState,
  collectorStateSchema,
  formatPlace,
  type JsonValue,
  type Outcome,
  type Place,
  type PreviewLine,
  type Problem,
} from '@mapping-designer/shared-types'
import {
  type CompileOptions,
  compileDestination,
  type DestinationPlan,
  type Explanation,
} from './compile-destination.ts'
import {
  chooseDestination,
  type FlowDestination,
  type FlowError,
  type ReferenceValues,
  readFlow,
  readFlowJson,
} from './flow/read-flow.ts'

export interface PreviewInput {
  /** A flow file as text or as JSON. */
  flow: unknown
  flowName?: string | undefined
  destination?: string | undefined
  /** Values for `$env` and `$secret` references. */
  env?: ReferenceValues | undefined
}

export interface FlowPlan {
  destination: FlowDestination
  plan: DestinationPlan
}

/** From a flow file to one of its Kafka destinations, or the reason why there is none. */
export function chooseFromFlow(input: PreviewInput): FlowDestination | { error: FlowError } {
  const reading = typeof input.flow === 'string' ? readFlow(input.flow, input.env) : readFlowJson(input.flow, input.env)
  if (!reading.isReadable) return { error: reading.error }
  const destination = chooseDestination(reading.destinations, input)
  return 'code' in destination ? { error: destination } : destination
}

/** The plan of a destination: its references resolved, with the collector's state and the runtime of its flow. */
export function planDestination(
  destination: FlowDestination,
  options: Omit<CompileOptions, 'collector' | 'runtime' | 'step' | 'flowConfig' | 'unreadable'>,
): FlowPlan {
  const { resolved, runtime, config, step, flowConfig } = destination
  const collector = collectorOf(destination)
  const plan =
    'failure' in resolved
      ? compileDestination(config, { ...options, step, flowConfig, collector, runtime, unreadable: resolved.failure })
      : compileDestination(resolved.config, {
          ...options,
          step,
          flowConfig,
          collector,
          runtime,
          references: resolved.open,
        })
  return { destination, plan }
}

/** What is evaluated for a destination: its config with references resolved, as far as they can be. */
export function effectiveConfig({ resolved, config }: FlowDestination): JsonValue | undefined {
  return 'failure' in resolved ? config : resolved.config
}

/** The collector's state in a flow file; what is no state there counts as none. */
export function collectorOf({ resolved }: FlowDestination): CollectorState {
  const parsed = collectorStateSchema.safeParse('failure' in resolved ? {} : resolved.collector)
  return parsed.success ? parsed.data : {}
}

/** One line of `preview --json`; problems carry their place in the flow file. */
export function previewLine(
  { destination, plan }: FlowPlan,
  { outcome, problems }: Pick<Explanation, 'outcome' | 'problems'>,
  index: number,
): PreviewLine {
  return {
    index,
    outcome: outcome.kind,
    message: 'record' in outcome ? outcome.record : null,
    rule: outcome.rule,
    ...(outcome.kind !== 'message' && { reason: reasonOf(outcome) }),
    problems: [...problems, ...plan.problems].map((problem) => inFlow(problem, destination.place)),
  }
}

function inFlow({ code, severity, place, cause }: Problem, root: Place): PreviewLine['problems'][number] {
  return { code, severity, place: formatPlace([...root, ...place]), cause }
}

/** Why an event makes no deliverable record, in a few words. */
export function reasonOf(outcome: Exclude<Outcome, { kind: 'message' }>): string {
  switch (outcome.kind) {
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
