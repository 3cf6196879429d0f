import type { CollectorState, FailReason, Outcome, Place, Problem } from '@mapping-designer/shared-types'
import { checkConfig, checkRun } from './checks/all-checks.ts'
import { type CompletionOptions, completeEvent, eventKeys, InvalidEvent } from './event/complete-event.ts'
import type { EventContext } from './event/event-context.ts'
import { grantConsent } from './event/grant-consent.ts'
import { seededSpanId, seededTrace } from './event/pinned-ids.ts'
import type { Runtime } from './event/runtime.ts'
import type { OpenReference } from './flow/resolve-references.ts'
import { clone, copyOf } from './path/clone.ts'
import { deletePath } from './path/delete-path.ts'
import { isPlainObject } from './path/is-plain-object.ts'
import { merge } from './path/merge.ts'
import { protoKeyFound, whileWatching } from './path/proto-key.ts'
import { compileBuildRecord, type KafkaFacts, sendOptions } from './record/build-record.ts'
import { compileRefusal } from './record/undeliverable.ts'
import type { CompiledRule } from './rule/compile-rule.ts'
import { ConditionThrew, compileFindRule } from './rule/find-rule.ts'
import { includeSections } from './rule/include-sections.ts'
import { applyPolicy, type CompiledPolicy, compilePolicy, type PolicyWrite } from './rule/policy.ts'
import type { Step, Trace } from './trace/step.ts'
import { CodeFault, type CodeRunner, hasCode, reviveCode } from './value/code-function.ts'
import { compileValue } from './value/compile-value.ts'
import type { Frame, LoggedError } from './value/frame.ts'

export interface CompileOptions {
  /** What the collector knows of the visitor: consent, user, globals, custom. */
  collector?: CollectorState | undefined
  /** The clock, ms since 1970. Default 0: an event without a timestamp is then dated 1970. */
  now?: number | undefined
  /** Ids for events that bring none; by default they follow from the event's text. */
  spanId?: ((event: unknown) => string) | undefined
  /** 32 hex digits for events that bring no trace. */
  trace?: string | undefined
  /** The walkerOS version whose semantics apply where versions differ. Default 4.2. */
  runtime?: Runtime | undefined
  /** References of the config that have no value here. */
  references?: readonly OpenReference[] | undefined
  /** Why the config cannot even be read; every outcome is then `failed` with this. */
  unreadable?: string | undefined
  /** The step of the flow file around the config, for problems that lie beside it. */
  step?: Record<string, unknown> | undefined
  /** The `config` of the flow around the step. */
  flowConfig?: unknown
  /** Largest batch of each topic in bytes, as far as the cluster was asked; a topic takes 1,048,588 by default. */
  maxMessageBytes?: Readonly<Record<string, number>> | undefined
  /** Runs `$code:` functions. Without it, an outcome that needs one is `failed` with reason `code-not-run`. */
  code?: CodeRunner | undefined
}

export interface Explanation {
  outcome: Outcome
  /** The way from event to record, up to where it ended. */
  steps: Step[]
  /** Errors that walkerOS logs while it goes on. */
  errors: LoggedError[]
  problems: Problem[]
}

export interface DestinationPlan {
  /** Problems of the config itself; looked for when they are first asked for. */
  readonly problems: Problem[]
  /** The config holds functions and nobody runs them here: outcomes that depend on one are `failed`. */
  needsCode: boolean
  /** What becomes of one event; no trace, the fast path. */
  run(event: unknown, context?: EventContext): Outcome
  /** The same with the steps taken and the problems of this event. */
  explain(event: unknown, context?: EventContext): Explanation
}

interface Facts {
  consent?: unknown
  data?: unknown
  disabled?: unknown
  include?: unknown
  mapping?: unknown
  mock?: unknown
  policy?: unknown
  settings?: { kafka?: KafkaFacts | null } | null
}

/**
 * Compiles the `config` of a walkerOS Kafka destination. The plan is synchronous and pure: the same event in the same
 * context gives the same outcome. A config that walkerOS cannot start gives a plan whose outcomes are all `failed`.
 */
export function compileDestination(config: unknown, options: CompileOptions = {}): DestinationPlan {
  const pipeline = compilePipeline(reviveCode(config, options.code), options)
  const { references = [], runtime = '4.2', step, flowConfig } = options
  let problems: Problem[] | undefined
  return {
    // A record is wanted before what may be wrong with the config around it.
    get problems() {
      problems ??= checkConfig({ config, step, flowConfig, references, runtime })
      return problems
    },
    needsCode: options.code === undefined && hasCode(config),
    run: (event, context) => pipeline(event, context, null, []),
    explain(event, context) {
      const steps: Step[] = []
      const errors: LoggedError[] = []
      const outcome = pipeline(event, context, steps, errors)
      return {
        outcome,
        steps,
        errors,
        problems: checkRun({
          config,
          now: context?.now ?? options.now ?? 0,
          event,
          outcome,
          maxMessageBytes: limitOf(outcome, options.maxMessageBytes),
          steps,
          errors,
        }),
      }
    },
  }
}

function limitOf(outcome: Outcome, limits: CompileOptions['maxMessageBytes'] = {}): number | undefined {
  return 'record' in outcome && Object.hasOwn(limits, outcome.record.topic) ? limits[outcome.record.topic] : undefined
}

type Pipeline = (event: unknown, context: EventContext | undefined, trace: Trace, errors: LoggedError[]) => Outcome

function compilePipeline(config: unknown, options: CompileOptions): Pipeline {
  const facts = (isPlainObject(config) ? config : {}) as Facts
  const collector = options.collector ?? {}
  const runtime = options.runtime ?? '4.2'
  const required = Object.keys((facts.consent as object | undefined) ?? {})
  const startFailure = whyItCannotStart(facts)
  const kafka = facts.settings?.kafka ?? {}
  const mapEvent = compileMapping(facts, runtime)
  const buildRecord = compileBuildRecord(kafka)
  const refusalOf = compileRefusal(sendOptions(kafka))

  const pinned: CompletionOptions = {
    collector,
    now: options.now ?? 0,
    spanId: options.spanId,
    trace: options.trace,
    runtime,
  }

  const attempt = (
    input: unknown,
    context: EventContext | undefined,
    trace: Trace,
    errors: LoggedError[],
    isCloned: boolean,
  ): Outcome => {
    const completion = context === undefined ? pinned : inContext(pinned, context)
    const frame: Frame = {
      event: null,
      collector,
      collectorConsent: collector.consent ?? {},
      rule: null,
      isTogether: false,
      turns: 0,
      errors,
      needsClones: isCloned,
      notes: null,
    }
    let stage: FailReason = 'mapping-threw'
    try {
      options.code?.begin(context)
      if (options.unreadable !== undefined) {
        return { kind: 'failed', reason: 'reference', detail: options.unreadable, rule: null }
      }
      const complete = completeEvent(input, completion)
      trace?.push(completedStep(input))
      if (facts.disabled) return { kind: 'ignored', reason: 'disabled', rule: null }
      const event = (isCloned ? clone(complete) : complete) as unknown as Record<string, unknown>
      const granted = grantConsent(facts.consent, collector.consent ?? {}, event['consent'])
      trace?.push({ kind: 'consent', required, granted: Object.keys(granted || {}), isDenied: !granted })
      if (!granted) return { kind: 'denied', required, rule: null }
      // Functions may change what they are handed, so what outlives the event is handed out as a copy.
      event['consent'] = isCloned ? { ...granted } : granted
      const known = isCloned ? (copyOf(collector) as CollectorState) : collector
      if (startFailure !== null) return { kind: 'failed', reason: 'destination-init', detail: startFailure, rule: null }
      event['globals'] = merge(known.globals ?? {}, event['globals'])
      event['user'] = merge(known.user ?? {}, event['user'])

      const mapped = mapEvent(event, frame, trace)
      const name = mapped.rule?.name ?? null
      if (mapped.isIgnored) return { kind: 'ignored', reason: 'rule', rule: name }
      if (facts.mock !== undefined) return { kind: 'ignored', reason: 'mock', rule: name }
      stage = 'key-threw'
      const { record, send } = buildRecord({ ...mapped, frame, now: completion.now, trace })
      // What the clone would have turned into a prototype must not reach the record; a text made in one pass was looked at.
      if (!isCloned && mapped.text === null && record.value.includes('__proto__')) throw protoKeyFound
      const reason = refusalOf(record, Number.isSafeInteger(mapped.event['timestamp']))
      return reason === null
        ? { kind: 'message', record, send, rule: name }
        : { kind: 'undeliverable', record, send, rule: name, reason }
    } catch (error) {
      if (error === protoKeyFound) throw error
      return failure(error, stage, frame.rule)
    }
  }

  // Functions see the event itself, so theirs is a real clone from the start.
  const isAlwaysCloned = options.code !== undefined
  return (input, context, trace, errors) => {
    if (isAlwaysCloned) return attempt(input, context, trace, errors, true)
    try {
      return whileWatching(() => attempt(input, context, trace, errors, false))
    } catch (error) {
      if (error !== protoKeyFound) throw error
      trace?.splice(0)
      errors.splice(0)
      return attempt(input, context, trace, errors, true)
    }
  }
}

function inContext(pinned: CompletionOptions, { now = pinned.now, seed }: EventContext): CompletionOptions {
  if (seed === undefined) return { ...pinned, now }
  return { ...pinned, now, spanId: (event) => seededSpanId(seed, event), trace: seededTrace(seed) }
}

/** Mirrors `config.ts getConfig`: the only two settings without which walkerOS refuses to start. */
function whyItCannotStart(facts: Facts): string | null {
  const kafka = facts.settings?.kafka
  const brokers = kafka?.brokers as { length?: unknown } | null | undefined
  if (!brokers || brokers.length === 0) return 'Config settings kafka.brokers missing'
  return kafka?.topic ? null : 'Config settings kafka.topic missing'
}

interface Mapped {
  event: Record<string, unknown>
  data: unknown
  /** The JSON of the mapped data where it was made in one pass, without the data; '' where it has no field. */
  text: string | null
  rule: CompiledRule | null
  isIgnored: boolean
}

/** Mirrors `core/mapping.ts processEventMapping`, step for step. */
function compileMapping(facts: Facts, runtime: Runtime) {
  const policy = facts.policy ? compilePolicy(facts.policy) : null
  const findRule = compileFindRule(facts.mapping, { data: facts.data, include: facts.include, runtime })
  const runData = facts.data ? compileValue(facts.data, ['data']) : null

  return (original: Record<string, unknown>, frame: Frame, trace: Trace): Mapped => {
    let event = policy ? tracedPolicy(original, policy, ['policy'], frame, trace) : original
    const rule = findRule(event, frame, trace)
    frame.rule = rule?.name ?? null
    if (rule?.fault) throw rule.fault
    if (rule?.policy) event = tracedPolicy(event, rule.policy, [...rule.place, 'policy'], frame, trace)
    frame.event = event
    if (trace) frame.notes = { fields: [], target: [] }
    let data = runData ? runData(event, undefined, frame) : facts.data
    if (rule?.isIgnored) return { event, data, text: null, rule, isIgnored: true }
    if (rule?.rename) {
      trace?.push({ kind: 'renamed', from: event['name'], to: rule.rename, place: [...rule.place, 'name'] })
      event['name'] = rule.rename
    }
    const include = rule?.include ?? facts.include
    const removed = rule?.remove
    const text = trace === null ? (rule?.valueText()?.(event, frame) ?? null) : null
    if (text !== null) return { event, data: undefined, text, rule, isIgnored: false }
    if (rule?.data) {
      const own = rule.data(event, undefined, frame)
      data = isPlainObject(data) && isPlainObject(own) ? merge(data, own) : own
    }
    const fields = frame.notes?.fields ?? []
    frame.notes = null
    data = withoutRemoved(withIncluded(data, event, include, runtime), removed)
    trace?.push({
      kind: 'data',
      place: rule?.data ? [...rule.place, 'data'] : facts.data ? ['data'] : null,
      event,
      fields,
      value: data,
      include: Array.isArray(include) ? include.map(String) : [],
      removed: Array.isArray(removed) ? removed.map(String) : [],
    })
    return { event, data, text: null, rule, isIgnored: false }
  }
}

function tracedPolicy(
  event: Record<string, unknown>,
  policy: CompiledPolicy,
  place: Place,
  frame: Frame,
  trace: Trace,
): Record<string, unknown> {
  const writes: PolicyWrite[] | undefined = trace ? [] : undefined
  const changed = applyPolicy(event, policy, frame, writes)
  trace?.push({ kind: 'policy', place, writes: writes ?? [] })
  return changed
}

function withIncluded(data: unknown, event: Record<string, unknown>, include: unknown, runtime: Runtime): unknown {
  const sections = include as string[] | undefined | null
  if (!sections || !(sections.length > 0)) return data
  const fields = includeSections(event, sections, runtime)
  if (Object.keys(fields).length === 0) return data
  return isPlainObject(data) ? merge(fields, data) : (data ?? fields)
}

function withoutRemoved(data: unknown, remove: unknown): unknown {
  if (!remove || !isPlainObject(data)) return data
  let rest = data
  for (const path of remove as Iterable<string>) rest = deletePath(rest, path)
  return rest
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

function failure(error: unknown, stage: FailReason, rule: string | null): Outcome {
  const detail = error instanceof Error ? error.message : String(error)
  if (error instanceof InvalidEvent) return { kind: 'failed', reason: error.reason, detail, rule }
  if (error instanceof CodeFault)
    return { kind: 'failed', reason: `code-${error.kind}`, detail, rule, place: [...error.place] }
  if (error instanceof ConditionThrew) {
    return { kind: 'failed', reason: 'condition-threw', detail, rule: error.rule.name }
  }
  return { kind: 'failed', reason: stage, detail, rule }
}
