import type { CollectorState, Problem } from '@mapping-designer/shared-types'
import type { DestinationPlan } from '../compile-destination.ts'
import { type CompletionOptions, completeEvent, InvalidEvent } from '../event/complete-event.ts'
import { grantConsent } from '../event/grant-consent.ts'
import { pinnedSpanId } from '../event/pinned-ids.ts'
import type { ReferenceValues } from '../flow/read-flow.ts'
import { resolveFlow } from '../flow/resolve-references.ts'
import { clone } from '../path/clone.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { merge } from '../path/merge.ts'
import { type Runtime, type Semantics, semanticsOf } from '../runtime/differences.ts'
import type { Step as TraceStep } from '../trace/step.ts'
import { type CodeRunner, reviveCode } from '../value/code-function.ts'
import { compileValue } from '../value/compile-value.ts'
import { type LoggedError, newFrame } from '../value/frame.ts'
import { applyState } from './apply-state.ts'
import { type BundledStep, bundleStep } from './bundle-flow.ts'
import { type ChainRun, createChainRun, type RunFacts, tellHop } from './chain-run.ts'
import { cloneIngest, createIngest, type Ingest } from './ingest.ts'
import { type ChainLog, type Door, type EarlyEnd, type Hop, NotProven } from './journey.ts'
import { type Refusal, refuseFlow } from './refuse-flow.ts'
import { isStaticRoute, nextSteps, type Route, walkChain } from './route.ts'
import { type ChainResult, runChain } from './run-chain.ts'
import { type ChainDestination, type Delivered, deliverTo, failureOf, lastDrop } from './run-destination.ts'
import { runRoute } from './run-hops.ts'
import { openStep, type Step, type StepPort } from './step.ts'
import { asMapping, createRunMapping } from './step-mapping.ts'

export interface FlowOptions {
  flowName: string
  runtime: Runtime
  /** ms since 1970 */
  now: number
  env?: ReferenceValues | undefined
  code?: CodeRunner | undefined
  ports?: Readonly<Record<string, StepPort>> | undefined
  /** The Kafka destinations of the flow, by name. */
  plans: Readonly<Record<string, DestinationPlan>>
  collector: CollectorState
}

/** Where an event came along, and what each destination makes of it: one outcome for each copy. */
export interface Journey {
  hops: Hop[]
  logs: ChainLog[]
  deliveries: { destination: string; made: Delivered[] }[]
}

export interface ChainPlan {
  /** The bundler would not build the flow. */
  refused: Refusal | null
  doors: Door[]
  /** Whether an event that comes in there meets anything but the destination itself. */
  hasChain(door: Door, destination: string): boolean
  /** A run starts with an empty memory; its events are pushed one after the other. */
  start(): FlowRun
}

export interface FlowRun {
  /** Takes one event the whole way. `scope` is the request that the source got it with. */
  push(door: Door, event: unknown, scope?: unknown, hasSnapshots?: boolean): Journey
}

type Json = Record<string, unknown>

/** Compiles a whole flow: from the doors that events come in through to each destination. It throws for no flow. */
export function compileFlow(file: unknown, options: FlowOptions): ChainPlan {
  const semantics = semanticsOf(options.runtime)
  const raw = rawFlow(file, options.flowName)
  const refused = refuseFlow(raw, options.flowName, semantics)
  const resolved = refused === null ? resolveFlow(file, options.flowName, options.env ?? {}) : { settings: raw }
  const refusal = 'failure' in resolved ? { place: ['flows', options.flowName], cause: resolved.failure } : refused
  const settings = 'settings' in resolved && isPlainObject(resolved.settings) ? resolved.settings : raw
  const bundle = (kind: BundledStep['kind'], list: string) => bundleAll(kind, raw[list], settings[list], semantics)
  const sources = bundle('source', 'sources')
  const transformers = bundle('transformer', 'transformers')
  const destinations = bundle('destination', 'destinations')
  const collector = isPlainObject(settings['collector']) ? settings['collector'] : {}
  const flow: CompiledFlow = { options, semantics, sources, transformers, destinations, collector }
  return {
    refused: refusal,
    doors: [{ into: 'collector' }, ...sources.map(({ name }): Door => ({ into: 'source', name }))],
    hasChain(door, destination) {
      if (door.into === 'source') return true
      const step = destinations.find(({ name }) => name === destination)
      const isPlain = step === undefined || (step.before ?? step.cache ?? step.state ?? step.next) === undefined
      return !isPlain || hasCollectorChain(flow) || collector['run'] === false || hasHooks(collector)
    },
    start: () => startRun(flow),
  }
}

interface CompiledFlow {
  options: FlowOptions
  semantics: Semantics
  sources: BundledStep[]
  transformers: BundledStep[]
  destinations: BundledStep[]
  collector: Json
}

function hasCollectorChain({ semantics, collector }: CompiledFlow): boolean {
  return semantics.runsHopByHop && collector['next'] !== undefined
}

function hasHooks({ hooks }: Json): boolean {
  return isPlainObject(hooks) && Object.keys(hooks).length > 0
}

function rawFlow(file: unknown, flowName: string): Json {
  const flows = isPlainObject(file) ? file['flows'] : undefined
  const flow = isPlainObject(flows) ? flows[flowName] : undefined
  return isPlainObject(flow) ? flow : {}
}

function bundleAll(kind: BundledStep['kind'], raw: unknown, resolved: unknown, semantics: Semantics): BundledStep[] {
  const all = isPlainObject(resolved) ? resolved : {}
  return Object.entries(isPlainObject(raw) ? raw : {}).flatMap(([name, step]) => {
    const own = all[name]
    if (!isPlainObject(step)) return []
    return bundleStep(kind, name, step, isPlainObject(own) ? own : step, semantics) ?? []
  })
}

function startRun(flow: CompiledFlow): FlowRun {
  const { options, semantics } = flow
  const errors: LoggedError[] = []
  const mapping = createRunMapping(options.collector, semantics, errors)
  const parts = { code: options.code, ports: options.ports ?? {}, mapping }
  const steps = new Map<string, Step>(flow.transformers.map((step) => [step.name, openStep(step, parts)]))
  const sources = new Map<string, Step>(flow.sources.map((step) => [step.name, openStep(step, parts)]))
  const store: RunFacts['store'] = new Map()
  return {
    push(door, event, scope, hasSnapshots = false) {
      options.code?.begin()
      options.code?.steps?.begin()
      const { collector, now } = options
      const facts: RunFacts = { steps, store, collector, semantics, now, hops: [], logs: [], hasSnapshots }
      const ends = enter({ flow, facts, sources, mapping }, door, clone(event), scope)
      return { hops: facts.hops, logs: facts.logs, deliveries: gather(flow, ends) }
    },
  }
}

interface Entering {
  flow: CompiledFlow
  facts: RunFacts
  sources: ReadonlyMap<string, Step>
  mapping: ReturnType<typeof createRunMapping>
}

/** What came of a part of the event: an end before all destinations, or what each of them made of it. */
type End = EarlyEnd | ReadonlyMap<string, Delivered[]>

function gather({ destinations }: CompiledFlow, ends: readonly End[]): Journey['deliveries'] {
  return destinations.map(({ name }) => ({
    destination: name,
    made: ends.flatMap((end): Delivered[] => ('kind' in end ? [{ outcome: end, ...nothing }] : (end.get(name) ?? []))),
  }))
}

const nothing: { steps: TraceStep[]; errors: LoggedError[]; problems: Problem[] } = {
  steps: [],
  errors: [],
  problems: [],
}

function enter(entering: Entering, door: Door, event: unknown, scope: unknown): End[] {
  const { flow, facts } = entering
  try {
    if (hasHooks(flow.collector)) throw new NotProven('hooks', 'Hooks of the collector are not run in the preview')
    if (door.into === 'collector') return [enterCollector(flow, facts, event, createIngest('unknown'))]
    return enterSource(entering, door.name, event, scope)
  } catch (error) {
    return [failure(facts, error)]
  }
}

function failure(facts: RunFacts, error: unknown): EarlyEnd {
  const detail = error instanceof Error ? error.message : String(error)
  if (error instanceof InvalidEvent) {
    const [level, message] = facts.semantics.rejectsInvalid
      ? (['WARN', 'invalid event rejected'] as const)
      : (['ERROR', 'push failed'] as const)
    facts.logs.push({ level, scope: '', message, detail })
    return { kind: 'failed', reason: error.reason, detail, rule: null }
  }
  const end = failureOf(error, facts.hops.at(-1)?.step ?? 'collector')
  if (end.kind === 'failed') facts.logs.push({ level: 'ERROR', scope: '', message: 'push failed', detail })
  return end
}

function enterSource(entering: Entering, name: string, event: unknown, scope: unknown): End[] {
  const { flow, sources } = entering
  const source = sources.get(name)
  if (source === undefined) throw new NotProven(`source.${name}`, `The flow has no source ${name}`)
  if (source.is !== 'inline') return pushFromSource(entering, source, event, ingestOf(flow, source, scope))
  const ingest = createIngest(name)
  const answer = source.push(event, ingest)
  if (answer.threw) throw new Error(answer.message)
  return answer.pushed.flatMap((pushed) => pushFromSource(entering, source, pushed, createIngest(name)))
}

/** `config.ingest` is a mapping value over the request. Mirrors `collector/source.ts extractIngest`. */
function ingestOf({ options, semantics }: CompiledFlow, { name, config }: Step, scope: unknown): Ingest {
  const fresh = createIngest(name)
  if (!config['ingest'] || scope === undefined) return fresh
  const value = reviveCode(config['ingest'], options.code, ['sources', name, 'config', 'ingest'])
  const frame = newFrame(options.collector, [], true)
  const extracted = compileValue(value, [], semantics)(clone(scope), undefined, frame)
  return { ...fresh, ...(isPlainObject(extracted) ? extracted : {}), _meta: fresh._meta }
}

function pushFromSource(entering: Entering, source: Step, event: unknown, ingest: Ingest): End[] {
  const { flow, facts } = entering
  const { name } = source
  const given = flow.semantics.hasIdAtSource && isPlainObject(event) ? withId(event) : event
  const before = createChainRun(facts, 'source.before', name, `source.${name}.before`)
  const first = runSourceRoute(before, source.before, given, ingest)
  if (first.events.length === 0 || first.isStopped) return [droppedAt(facts)]
  // A source's cache keeps answers to requests, which nobody gives here.
  if (flow.semantics.runsHopByHop && source.cache !== undefined) {
    throw new NotProven('cache', 'Caches are not proven for walkerOS 4.7')
  }
  return first.events.flatMap((one) => {
    const end = mapAtSource(entering, source, applyState(before, source, 'all', one))
    return 'kind' in end ? [end] : pushChains(entering, source, end.event, ingest)
  })
}

function withId(event: Json): Json {
  return event['id'] === undefined ? { id: pinnedSpanId(event), ...event } : event
}

function runSourceRoute(run: ChainRun, route: Route, event: unknown, ingest: Ingest): ChainResult {
  const untouched = { events: [event], isStopped: false }
  if (route === undefined || run.steps.size === 0) return untouched
  if (run.semantics.runsHopByHop) return runRoute(run, route, event, ingest)
  const names = isStaticRoute(route) ? route : nextSteps(route, { ingest })
  const chain = walkChain(names.length === 1 && !isStaticRoute(route) ? (names[0] ?? '') : names, run.nextOf)
  return chain.length === 0 ? untouched : runChain(run, chain, event, ingest)
}

function mapAtSource({ flow, facts, mapping }: Entering, source: Step, event: unknown): { event: unknown } | EarlyEnd {
  const { config, name } = source
  const place = ['sources', name, 'config']
  const revived = reviveCode(config, flow.options.code, place)
  const given = facts.hasSnapshots ? clone(event) : event
  const mapped = mapping(asMapping(revived))(event)
  if (mapped.isIgnored) {
    facts.hops.push({ position: 'source.mapping', of: name, depth: 0, verdict: 'dropped', why: 'ignored by its rule' })
    return { kind: 'ignored', reason: 'rule', rule: null }
  }
  if (config['mapping'] !== undefined || config['policy'] !== undefined) {
    const hop = { position: 'source.mapping', of: name, depth: 0, verdict: 'changed' } as const
    tellHop(facts, hop, { in: given, out: mapped.event })
  }
  const own = isPlainObject(mapped.event) ? mapped.event['consent'] : undefined
  if (config['consent'] && !grantConsent(config['consent'], flow.options.collector.consent ?? {}, own)) {
    facts.hops.push({ position: 'consent', of: name, depth: 0, verdict: 'denied' })
    return { kind: 'denied', required: Object.keys(config['consent']), rule: null }
  }
  return { event: mapped.event }
}

/** `source.next`: several ids outside a list of names send the event into the collector once for each. */
function pushChains({ flow, facts }: Entering, source: Step, event: unknown, ingest: Ingest): End[] {
  const { name, next } = source
  const run = createChainRun(facts, 'source.next', name, `source.${name}.next`)
  const ids = flow.semantics.runsHopByHop || isStaticRoute(next) ? [] : nextSteps(next, { ingest })
  if (ids.length < 2) return collect(flow, facts, runSourceRoute(run, next, event, ingest), ingest)
  return ids.flatMap((id) => {
    const own = cloneIngest(ingest)
    const chain = walkChain(id, run.nextOf)
    const result = chain.length === 0 ? { events: [event], isStopped: false } : runChain(run, chain, event, own)
    return collect(flow, facts, result, own)
  })
}

function collect(flow: CompiledFlow, facts: RunFacts, { events, isStopped }: ChainResult, ingest: Ingest): End[] {
  if (events.length === 0 || isStopped) return [droppedAt(facts)]
  const isFork = events.length > 1
  const ids = new Set<unknown>()
  return events.map((event) => {
    try {
      const own = isFork && flow.semantics.hasIdAtSource ? ownId(event, ids) : event
      return enterCollector(flow, facts, own, ingest)
    } catch (error) {
      return failure(facts, error)
    }
  })
}

/** Copies of a fork that kept the id of their parent get their own. */
function ownId(event: unknown, taken: Set<unknown>): unknown {
  if (!isPlainObject(event)) return event
  const copy = { ...event, id: pinnedSpanId([event['id'], taken.size]) }
  taken.add(copy.id)
  return copy
}

function droppedAt(facts: RunFacts): EarlyEnd {
  return { kind: 'dropped', ...lastDrop(facts), rule: null }
}

function enterCollector(flow: CompiledFlow, facts: RunFacts, event: unknown, ingest: Ingest): End {
  const { options, semantics } = flow
  const { collector, now, runtime } = options
  const completion: CompletionOptions = { collector, now, runtime }
  const complete: Json = { ...completeEvent(event, completion) }
  if (semantics.mergesGlobalsEarly) complete['globals'] = merge(clone(collector.globals ?? {}), complete['globals'])
  const hop = { position: 'collector', of: 'collector', depth: 0, verdict: 'changed' } as const
  tellHop(facts, hop, { in: event, out: complete })
  if (flow.collector['run'] === false) {
    if (semantics.hasIdAtSource) return { kind: 'queued', rule: null }
    return { kind: 'dropped', step: 'collector', reason: 'the collector does not run', rule: null }
  }
  if (!hasCollectorChain(flow)) return deliverAll(flow, facts, complete, ingest)
  return afterCollector(flow, facts, complete, ingest, completion)
}

/** `collector.next`: once for all destinations. What it removes stays removed; only missing parts are made again, empty. */
function afterCollector(
  flow: CompiledFlow,
  facts: RunFacts,
  event: Json,
  ingest: Ingest,
  completion: CompletionOptions,
): End {
  const run = createChainRun(facts, 'collector.next', 'collector', 'collector.next')
  const { events } = facts.steps.size === 0 ? { events: [event] } : runRoute(run, flow.collector['next'], event, ingest)
  if (events.length === 0) return droppedAt(facts)
  const { name, release } = completion.collector
  const emptied = {
    ...completion,
    collector: { ...(name !== undefined && { name }), ...(release !== undefined && { release }) },
  }
  const delivered = events.map((one) => deliverAll(flow, facts, { ...completeEvent(one, emptied) }, ingest))
  const all = new Map<string, Delivered[]>()
  for (const made of delivered) {
    for (const [destination, list] of made) all.set(destination, [...(all.get(destination) ?? []), ...list])
  }
  return all
}

function deliverAll(
  { destinations, options }: CompiledFlow,
  facts: RunFacts,
  event: Json,
  ingest: Ingest,
): ReadonlyMap<string, Delivered[]> {
  return new Map(
    destinations.map((step): [string, Delivered[]] => {
      const one: ChainDestination = { step, plan: options.plans[step.name] ?? null }
      return [step.name, deliverTo(one, event, ingest, facts)]
    }),
  )
}
