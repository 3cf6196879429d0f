import {
  formatPlace,
  type JsonValue,
  type Outcome,
  type Place,
  type PreviewLine,
  type Problem,
  type StandIns,
} from '@mapping-designer/shared-types'
import { partsOf, planWhole, refusalOf, unprovenSteps, type WholeOptions } from './chain/plan-whole.ts'
import { type Refusal, refuseFlow } from './chain/refuse-flow.ts'
import { checkFlow, checkWay } from './checks/run-checks.ts'
import { compileDestination } from './compile-destination.ts'
import type { CompileOptions, DestinationPlan, Explanation } from './destination-plan.ts'
import type { EventContext } from './event/event-context.ts'
import {
  chooseDestination,
  type FlowDestination,
  type FlowError,
  type ReferenceValues,
  readFlow,
  readFlowJson,
} from './flow/read-flow.ts'
import type { Entry } from './flow/whole-flow.ts'
import { isPlainObject } from './path/is-plain-object.ts'
import { memberOf } from './path/member-of.ts'
import type { ChosenRuntime } from './runtime/choose-runtime.ts'
import { semanticsOf, versionsOf } from './runtime/differences.ts'

export interface PreviewInput {
  /** A flow file as text or as JSON. */
  flow: unknown
  flowName?: string | undefined
  destination?: string | undefined
  /** Values for `$env` and `$secret` references. */
  env?: ReferenceValues | undefined
  /** Events run through the whole flow, from this entry: `collector`, or `source.NAME`. Without it they meet the destination alone. */
  into?: string | undefined
  /** The request that the source got the events with. */
  scope?: unknown
  /** What to assume of transformers that cannot be run, by their name. */
  assume?: StandIns | undefined
  /** The version of walkerOS to evaluate as; by default the one that the flow pins. */
  runtime?: string | undefined
  /** The version for a flow that pins none, in place of the newest one. */
  unpinnedAs?: string | undefined
}

export interface FlowPlan {
  destination: FlowDestination
  plan: DestinationPlan
}

/** From a flow file to one of its Kafka destinations, or the reason why there is none. */
export function chooseFromFlow(input: PreviewInput): FlowDestination | { error: FlowError } {
  const reading = typeof input.flow === 'string' ? readFlow(input.flow, input.env) : readFlowJson(input.flow, input.env)
  if (!reading.isReadable) return { error: reading.error }
  const chosen = chooseDestination(reading.destinations, input)
  if ('code' in chosen) return { error: chosen }
  const destination = { ...chosen, runtime: runtimeFor(chosen.runtime, input) }
  if (input.into === undefined) return destination
  const whole = withWholeFlow(destination, reading.json, { ...input, into: input.into })
  return 'error' in whole ? whole : withoutStray(whole)
}

/** A stand-in for a transformer that is none, or that is run for what it is, would go unnoticed. */
function withoutStray(destination: FlowDestination): FlowDestination | { error: FlowError } {
  const names = unprovenSteps(destination).map(({ name }) => name)
  const stray = Object.keys(destination.whole?.assume ?? {}).find((name) => !names.includes(name))
  if (stray === undefined) return destination
  const known = names.length === 0 ? 'none here needs one' : `those that need one: ${names.join(', ')}`
  const message = `Nothing can be assumed of "${stray}": it is no transformer of a package that cannot be run; ${known}.`
  return { error: { code: 'flow-shape', place: ['flows', destination.flowName, 'transformers'], message } }
}

function runtimeFor(chosen: ChosenRuntime, { runtime, unpinnedAs }: PreviewInput): ChosenRuntime {
  const wanted = runtime ?? (chosen.because === 'unpinned' ? unpinnedAs : undefined)
  return wanted === undefined ? chosen : { ...chosen, ...versionsOf(wanted), because: 'pinned', written: wanted }
}

/** A destination whose events take the whole way of its flow, or why the flow would not be built. */
export function withWholeFlow(
  destination: FlowDestination,
  file: JsonValue,
  { into, scope, env = {}, assume }: Pick<PreviewInput, 'scope' | 'env' | 'assume'> & { into: string },
): FlowDestination | { error: FlowError } {
  const entry: Entry = into === 'collector' ? { into } : { into: 'source', name: into.replace(/^source\./, '') }
  const sources = memberOf(file, 'flows', destination.flowName, 'sources')
  if (entry.into === 'source' && memberOf(sources, entry.name) === undefined) {
    const names = isPlainObject(sources) ? Object.keys(sources).map((name) => `source.${name}`) : []
    const message = `The flow has no source "${entry.name}"; events can come into ${['collector', ...names].join(', ')}.`
    return { error: { code: 'flow-shape', place: ['flows', destination.flowName, 'sources'], message } }
  }
  if (scope !== undefined && !isPlainObject(scope)) {
    const what = 'The request that a source gets an event with has to be an object'
    const message = `${what}, such as {"headers": {"user-agent": "…"}, "ip": "203.0.113.7"}, not ${JSON.stringify(scope)?.slice(0, 40)}.`
    return { error: { code: 'flow-shape', place: ['scope'], message } }
  }
  const whole = { ...destination, whole: { file, env, entry, scope, assume } }
  const refusal = refusalOf(whole, whole.collector)
  if (refusal === null) return whole
  return { error: errorOf(refusal) }
}

/** Why walkerOS would not bundle the flow of a destination that nothing stands before; null where it would. References are not looked at. */
export function refusalAround({ flowName, runtime }: FlowDestination, file: JsonValue): FlowError | null {
  const flow = memberOf(file, 'flows', flowName)
  const refusal = isPlainObject(flow) ? refuseFlow(flow, flowName, semanticsOf(runtime)) : null
  return refusal && errorOf(refusal)
}

function errorOf({ place, cause }: Refusal): FlowError {
  const message = `walkerOS would not bundle this flow. At ${formatPlace(place)}: ${cause}.`
  return { code: 'flow-refused', place, message }
}

/** The plan of a destination: its references resolved, with the collector's state and the runtime of its flow. */
export function planDestination(
  destination: FlowDestination,
  options: Omit<CompileOptions, 'collector' | 'runtime' | 'step' | 'flowConfig' | 'unreadable' | 'refused'> &
    WholeOptions,
): FlowPlan {
  const { effective, collector, runtime, step, flowConfig, references, unreadable, refused } = destination
  const about = { step, flowConfig, collector, runtime, references, unreadable, refused }
  const plan = compileDestination(effective, { ...options, ...about })
  return { destination, plan: planWhole(destination, plan, collector, options, look) }
}

const look = { flow: checkFlow, way: checkWay }

/** Problems of the flow around a destination; their places are in the flow. */
export function flowProblems(destination: FlowDestination): Problem[] {
  const flow = partsOf(destination)
  const rounded = (destination.rounded ?? []).map(({ written, kept, line, column }): Problem => {
    const cause = `Line ${line}, column ${column} of the flow file: \`${written}\` becomes \`${kept}\`; write such a number as a text.`
    return { code: 'number-rounded', severity: 'warning', place: [], cause }
  })
  return [...rounded, ...(flow === undefined ? [] : checkFlow({ flow, destination: destination.name }))]
}

/** What an event comes to, with all there is to say: problems of the event itself, of the config and of the flow. */
export function explainWithConfig({ plan }: FlowPlan, event: unknown, context?: EventContext): Explanation {
  const explanation = plan.explain(event, context)
  return { ...explanation, problems: [...explanation.problems, ...plan.problems] }
}

/** One line of `preview --json`; problems carry their place in the flow file. */
export function previewLine(
  destination: FlowDestination,
  { outcome, problems }: Explanation,
  index: number,
): PreviewLine {
  const messages = (outcome.copies ?? []).flatMap((one) => ('record' in one ? [one.record] : []))
  return {
    index,
    outcome: outcome.kind,
    message: 'record' in outcome ? outcome.record : null,
    ...(messages.length > 1 && { messages }),
    ...(outcome.assumed && { assumed: [...outcome.assumed] }),
    rule: outcome.rule,
    ...(outcome.kind !== 'message' && { reason: reasonOf(outcome) }),
    problems: problems.map((problem) => inFlow(problem, destination)),
  }
}

function inFlow(problem: Problem, destination: FlowDestination): PreviewLine['problems'][number] {
  const { code, severity, cause } = problem
  return { code, severity, place: formatPlace(placeInFlow(problem, destination)), cause }
}

/** The place of a problem in the flow file. */
export function placeInFlow(
  { of, place }: Pick<Problem, 'of' | 'place'>,
  { flowName, place: root }: FlowDestination,
): Place {
  return of === 'flow' ? ['flows', flowName, ...place] : [...root, ...place]
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
    case 'dropped':
      return `dropped by ${outcome.step}: ${outcome.reason}`
    case 'queued':
      return 'held back until the collector runs'
    case 'not-proven':
      return `not proven: ${outcome.part}: ${outcome.reason}`
    case 'denied':
      return `needs consent: ${outcome.required.join(' or ')}`
    case 'failed':
      return outcome.detail
  }
}

function ignoredBy(reason: 'mock' | 'disabled'): string {
  return reason === 'mock' ? 'mocked' : 'disabled'
}
