import type { CollectorState, Outcome, Problem } from '@mapping-designer/shared-types'
import { checkConfig, checkRun } from './checks/run-checks.ts'
import type { CompileOptions, DestinationPlan, Explanation, Way } from './destination-plan.ts'
import { type CompletionOptions, completeEvent, completionIn, eventKeys, InvalidEvent } from './event/complete-event.ts'
import type { EventContext } from './event/event-context.ts'
import { grantConsent } from './event/grant-consent.ts'
import { clone, copyOf } from './path/clone.ts'
import { isPlainObject } from './path/is-plain-object.ts'
import { merge } from './path/merge.ts'
import { protoKeyFound, whileWatching } from './path/proto-key.ts'
import { compileBuildRecord, sendOptions } from './record/build-record.ts'
import { type KafkaSettings, kafkaSettingsOf } from './record/kafka-settings.ts'
import { compileRefusal } from './record/undeliverable.ts'
import { ConditionThrew } from './rule/find-rule.ts'
import { compileMapEvent } from './rule/map-event.ts'
import { type Semantics, semanticsOf } from './runtime/differences.ts'
import { provenVersion } from './runtime/versions.ts'
import type { Step, Trace } from './trace/step.ts'
import { CodeFault, hasCode, reviveCode } from './value/code-function.ts'
import { ValueTooLarge } from './value/fast/json-text.ts'
import { type Frame, type LoggedError, newFrame } from './value/frame.ts'

/**
 * Compiles the `config` of a walkerOS Kafka destination. The plan is synchronous and pure: the same event in the same
 * context gives the same outcome. A config that walkerOS cannot start gives a plan whose outcomes are all `failed`.
 */
export function compileDestination(config: unknown, options: CompileOptions = {}): DestinationPlan {
  const { references = [], runtime = provenVersion, step, flowConfig, refused } = options
  const failure = failureOf(options)
  const refuse = failure && (() => failure)
  const { pipeline, deliver, along, startFailure } =
    refuse === null
      ? compilePipeline(reviveCode(config, options.code), options)
      : { pipeline: refuse, deliver: refuse, along: refuse, startFailure: null }
  const explained = (run: Pipeline, event: unknown, context: EventContext | undefined): Explanation => {
    const steps: Step[] = []
    const errors: LoggedError[] = []
    const outcome = run(event, context, steps, errors)
    const now = context?.now ?? options.now ?? 0
    const maxMessageBytes = limitOf(outcome, options.maxMessageBytes)
    const semantics = semanticsOf(runtime)
    const problems = checkRun({ config, step, now, event, outcome, maxMessageBytes, steps, errors, semantics })
    return { outcome, steps, errors, problems }
  }
  let problems: Problem[] | undefined
  return {
    // A record is wanted before what may be wrong with the config around it.
    get problems() {
      problems ??= checkConfig({ config, step, flowConfig, references, refused, semantics: semanticsOf(runtime) })
      return problems
    },
    needsCode: options.code === undefined && hasCode(config),
    run: (event, context) => pipeline(event, context, null, []),
    explain: (event, context) => explained(pipeline, event, context),
    runAlong: along,
    startFailure,
    deliver(event, context, { isExplained, needsClones }) {
      const run: Pipeline = (...given) => deliver(...given, needsClones)
      if (isExplained) return explained(run, event, context)
      return { outcome: run(event, context, null, []), steps: [], errors: [], problems: [] }
    },
  }
}

function limitOf(outcome: Outcome, limits: CompileOptions['maxMessageBytes'] = {}): number | undefined {
  return 'record' in outcome && Object.hasOwn(limits, outcome.record.topic) ? limits[outcome.record.topic] : undefined
}

type Pipeline = (event: unknown, context: EventContext | undefined, trace: Trace, errors: LoggedError[]) => Outcome

interface Pipelines {
  pipeline: Pipeline
  /** From before the mapping on. */
  deliver: Attempt
  along: DestinationPlan['runAlong']
  startFailure: string | null
}

function compilePipeline(config: unknown, options: CompileOptions): Pipelines {
  const destination: Record<string, unknown> = isPlainObject(config) ? config : {}
  const { collector = {}, runtime = provenVersion } = options
  const semantics = semanticsOf(runtime)
  const collectorConsent = collector.consent ?? {}
  const required = Object.keys(destination['consent'] ?? {})
  const startFailure = whyItCannotStart(kafkaSettingsOf(config))
  const delivered = compileDelivery(destination, semantics)
  const { spanId, trace: traceId, now = 0 } = options
  const trace = traceId === undefined ? undefined : () => traceId
  const pinned: CompletionOptions = { collector, now, spanId, trace, runtime, semantics }

  const follow = (
    input: unknown,
    completion: CompletionOptions,
    frame: Frame,
    trace: Trace,
    isCloned: boolean,
    way?: Way,
  ): Outcome => {
    const complete = completeEvent(input, completion)
    trace?.push(completedStep(input))
    if (destination['disabled']) return { kind: 'ignored', reason: 'disabled', rule: null }
    const event = isCloned ? clone(complete) : complete
    const granted = grantConsent(destination['consent'], collectorConsent, event['consent'])
    trace?.push({ kind: 'consent', required, granted: Object.keys(granted || {}), isDenied: !granted })
    if (!granted) return { kind: 'denied', required, rule: null }
    if (startFailure !== null) return { kind: 'failed', reason: 'destination-init', detail: startFailure, rule: null }
    // Functions may change what they are handed, so what outlives the event is handed out as a copy.
    event['consent'] = isCloned ? { ...granted } : granted
    addState(event, collector, isCloned)
    frame.ownsEvent = trace === null && !isCloned
    const led = way === undefined ? event : way(event, frame)
    if (typeof led === 'string') return { kind: 'dropped', step: led, reason: 'returned false', rule: null }
    return delivered(led, completion.now, frame, trace, isCloned)
  }

  const attempt = (...[input, context, trace, errors, isCloned, way]: [...Parameters<Attempt>, way?: Way]): Outcome => {
    const frame = newFrame(collector, errors, isCloned)
    try {
      options.code?.begin(context)
      const completion = context === undefined ? pinned : completionIn(pinned, context)
      return follow(input, completion, frame, trace, isCloned, way)
    } catch (error) {
      if (error === protoKeyFound) throw error
      return failure(error, frame)
    }
  }
  const deliver: Attempt = (event, context, trace, errors, needsClones) => {
    const frame = newFrame(collector, errors, needsClones)
    try {
      options.code?.begin(context)
      if (!isPlainObject(event)) throw new TypeError('The event is no object')
      return delivered(event, context?.now ?? now, frame, trace, true)
    } catch (error) {
      return failure(error, frame)
    }
  }
  // Functions see the event itself, so theirs is a real clone from the start.
  const pipeline: Pipeline =
    options.code === undefined
      ? (input, context, trace, errors) => withoutClones(attempt, input, context, trace, errors)
      : (input, context, trace, errors) => attempt(input, context, trace, errors, true)
  const along: Pipelines['along'] = (way, input, context) =>
    withoutClones((...given) => attempt(...given, way), input, context, null, [])
  return { pipeline, deliver, along, startFailure }
}

/** What every event comes to where the config cannot be read or the flow around it cannot be run. */
function failureOf({ unreadable, refused }: CompileOptions): Outcome | null {
  if (refused !== undefined) return { kind: 'failed', reason: 'flow-refused', detail: refused.message, rule: null }
  return unreadable === undefined ? null : { kind: 'failed', reason: 'reference', detail: unreadable, rule: null }
}

/** Globals and user of the collector, under what the event brings itself. */
function addState(
  event: Record<string, unknown>,
  { globals = {}, user = {} }: CollectorState,
  isCloned: boolean,
): void {
  event['globals'] = merge(isCloned ? copyOf(globals) : globals, event['globals'])
  event['user'] = merge(isCloned ? copyOf(user) : user, event['user'])
}

type Deliver = (event: Record<string, unknown>, now: number, frame: Frame, trace: Trace, isCloned: boolean) => Outcome

/** From an event that is complete and granted to its record. */
function compileDelivery(destination: Record<string, unknown>, semantics: Semantics): Deliver {
  const kafka = kafkaSettingsOf(destination)
  const mapEvent = compileMapEvent(destination, semantics)
  const buildRecord = compileBuildRecord(kafka, semantics)
  const refusalOf = compileRefusal(sendOptions(kafka))
  return (event, now, frame, trace, isCloned) => {
    const mapped = mapEvent(event, frame, trace)
    const rule = mapped.rule?.name ?? null
    if (mapped.isIgnored) return { kind: 'ignored', reason: 'rule', rule }
    if (destination['mock'] !== undefined) return { kind: 'ignored', reason: 'mock', rule }
    frame.stage = 'key-threw'
    const { record, send } = buildRecord(mapped, frame, now, trace)
    // What the clone would have turned into a prototype must not reach the record; a text made in one pass was looked at.
    if (!isCloned && mapped.text === null && record.value.includes('__proto__')) throw protoKeyFound
    const reason = refusalOf(record, Number.isSafeInteger(mapped.event['timestamp']))
    return reason === null
      ? { kind: 'message', record, send, rule }
      : { kind: 'undeliverable', record, send, rule, reason }
  }
}

type Attempt = (...run: [...Parameters<Pipeline>, isCloned: boolean]) => Outcome

/** A clone of the event makes a difference only where something has a key `__proto__`: then the run starts again on one. */
function withoutClones(
  attempt: Attempt,
  input: unknown,
  context: EventContext | undefined,
  trace: Trace,
  errors: LoggedError[],
): Outcome {
  try {
    return whileWatching(() => attempt(input, context, trace, errors, false))
  } catch (error) {
    if (error !== protoKeyFound) throw error
    trace?.splice(0)
    errors.splice(0)
    return attempt(input, context, trace, errors, true)
  }
}

/** Mirrors `config.ts getConfig`: the only two settings without which walkerOS refuses to start. */
function whyItCannotStart({ brokers, topic }: KafkaSettings): string | null {
  if (!brokers || (Array.isArray(brokers) && brokers.length === 0)) return 'Config settings kafka.brokers missing'
  return topic ? null : 'Config settings kafka.topic missing'
}

function completedStep(input: unknown): Step {
  const given = Object.keys(input as object)
  const known = new Set<string>(eventKeys)
  return {
    kind: 'completed',
    filled: eventKeys.filter((key) => !given.includes(key)),
    dropped: given.filter((key) => !known.has(key)),
  }
}

function failure(error: unknown, { stage, rule }: Frame): Outcome {
  const detail = error instanceof Error ? error.message : String(error)
  if (error instanceof InvalidEvent) return { kind: 'failed', reason: error.reason, detail, rule }
  if (error instanceof CodeFault)
    return { kind: 'failed', reason: `code-${error.kind}`, detail, rule, place: [...error.place] }
  if (error instanceof ValueTooLarge) return { kind: 'failed', reason: 'record-size', detail, rule }
  if (error instanceof ConditionThrew) {
    return { kind: 'failed', reason: 'condition-threw', detail, rule: error.rule.name }
  }
  return { kind: 'failed', reason: stage, detail, rule }
}
