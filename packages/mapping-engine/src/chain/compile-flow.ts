import type { Problem } from '@mapping-designer/shared-types'
import type { DeliverOptions } from '../destination-plan.ts'
import { type CompletionOptions, completionIn } from '../event/complete-event.ts'
import type { EventContext } from '../event/event-context.ts'
import { resolveFlow } from '../flow/resolve-references.ts'
import type { Entry } from '../flow/whole-flow.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { type Semantics, semanticsOf } from '../runtime/differences.ts'
import type { Step as TraceStep } from '../trace/step.ts'
import type { LoggedError } from '../value/frame.ts'
import { type BundledStep, bundleStep } from './bundle-flow.ts'
import type { RunState } from './chain-run.ts'
import type { CompiledFlow, End, Entering, FlowOptions } from './compiled-flow.ts'
import { enterCollector, failure, hasHooks, isCollectorPlain } from './enter-collector.ts'
import { enterSource } from './enter-source.ts'
import type { FlowParts } from './flow-parts.ts'
import { createIngest } from './ingest.ts'
import { type ChainLog, type Hop, NotProven, type RouteLook } from './journey.ts'
import { mayKeep } from './may-keep.ts'
import { createMocks } from './mocks.ts'
import { type Refusal, refuseFlow } from './refuse-flow.ts'
import { copyFor, type Delivered } from './run-destination.ts'
import { isUnproven, openStep, type Step } from './step.ts'
import { createRunMapping } from './step-mapping.ts'

/** Where an event came along, and what each destination makes of it: one outcome for each copy. */
export interface Journey {
  hops: Hop[]
  logs: ChainLog[]
  deliveries: { destination: string; made: Delivered[] }[]
}

/** What one event is pushed with. */
export interface PushOptions {
  /** The request that the source got it with. */
  scope?: unknown
  /** Copies of the event are kept at each hop, and what each route looked at. */
  hasSnapshots?: boolean | undefined
  /** By default everything is explained, and events share nothing. */
  how?: DeliverOptions | undefined
  /** Where its clock and its random numbers are not pinned. */
  context?: EventContext | undefined
}

export interface ChainPlan {
  /** The bundler would not build the flow. */
  refused: Refusal | null
  entries: Entry[]
  /** Whether an event that comes in there meets anything but the destination itself. */
  hasChain(entry: Entry, destination: string): boolean
  /** What the bundle has of the flow. */
  parts: FlowParts
  /** A cache, a state or a function may give an event what earlier ones left. */
  keepsMemory: boolean
  /**
   * A run starts with an empty memory; its events are pushed one after the other. Where they are not all that walkerOS got since its start,
   * `isOneRun` is false, and what depends on earlier events is not proven.
   */
  start(isOneRun?: boolean): FlowRun
}

export interface FlowRun {
  /** Takes one event the whole way. */
  push(entry: Entry, event: unknown, options?: PushOptions): Journey & { looks: RouteLook[] }
}

type Json = Record<string, unknown>

/** Compiles a whole flow: from the entries that events come in through to each destination. It throws for no flow. */
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
  const unproven = transformers.flatMap((step) =>
    isUnproven(step) && step.package !== null ? [{ name: step.name, package: step.package }] : [],
  )
  const flow: CompiledFlow = { options, raw, semantics, sources, transformers, destinations, collector, unproven }
  return {
    refused: refusal,
    entries: [{ into: 'collector' }, ...sources.map(({ name }): Entry => ({ into: 'source', name }))],
    hasChain(entry, destination) {
      if (entry.into === 'source') return true
      const step = destinations.find(({ name }) => name === destination)
      const isPlain = step === undefined || (step.before ?? step.cache ?? step.state ?? step.next) === undefined
      return !isPlain || !isCollectorPlain(flow)
    },
    parts: flow,
    keepsMemory: [...sources, ...transformers, ...destinations].some(
      (step) => (step.cache ?? step.state) !== undefined || mayKeep(step),
    ),
    start: (isOneRun = true) => startRun(flow, isOneRun),
  }
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

function startRun(flow: CompiledFlow, isOneRun: boolean): FlowRun {
  const { options, semantics } = flow
  const errors: LoggedError[] = []
  let needsClones = true
  const mapping = createRunMapping(options.collector, semantics, errors, () => needsClones)
  const { code, ports = {}, assume = {}, collector, now, runtime, maxSteps = 500 } = options
  const parts = { code, ports, assume, mapping, isOneRun }
  const steps = new Map<string, Step>(flow.transformers.map((step) => [step.name, openStep(step, parts)]))
  const sources = new Map<string, Step>(flow.sources.map((step) => [step.name, openStep(step, parts)]))
  const store: RunState['store'] = isOneRun ? new Map() : null
  const mocks = createMocks()
  const pinned: CompletionOptions = { collector, now, runtime, semantics }
  return {
    push(entry, event, { scope, hasSnapshots = false, context, how = explained } = {}) {
      needsClones = how.needsClones
      code?.begin(context)
      code?.steps?.begin()
      const once = context === undefined ? pinned : severalIds(completionIn(pinned, context))
      let entered = 0
      // Copies of an event that a source sends on are counted as they enter.
      const completion = { ...once, count: () => ++entered }
      const state: RunState = {
        ...{
          ...how,
          steps,
          store,
          mocks,
          collector,
          semantics,
          now: completion.now,
          completion,
          context,
          hasSnapshots,
        },
        ...{ hops: [], logs: [], looks: [], count: { steps: 0, max: maxSteps, deliveries: 0 } },
      }
      const ends = enter({ flow, state, sources, mapping }, entry, copyFor(how, event), scope)
      const { hops, logs, looks } = state
      return { hops, logs, looks, deliveries: gather(flow, ends, state) }
    },
  }
}

const explained: DeliverOptions = { isExplained: true, needsClones: true }

/** Copies of an event that are alike have ids of their own; the first has that of an event without copies. */
function severalIds({ spanId, ...completion }: CompletionOptions): CompletionOptions {
  let made = 0
  return { ...completion, ...(spanId && { spanId: (event) => spanId(made++ === 0 ? event : [event, made]) }) }
}

function gather(
  { destinations }: CompiledFlow,
  ends: readonly End[],
  { hops, mocks }: RunState,
): Journey['deliveries'] {
  return destinations.map(({ name }) => {
    const part = mocks.inDoubt(name)
    if (part !== undefined) {
      const reason = 'A function changed the mock of this step, which other destinations get at the same time'
      return { destination: name, made: [{ outcome: { kind: 'not-proven', part, reason, rule: null }, ...nothing }] }
    }
    const made = ends.flatMap((end): Delivered[] =>
      'kind' in end ? [{ outcome: end, ...nothing }] : (end.get(name) ?? []),
    )
    const assumed = assumedFor(name, hops)
    const flagged = made.map((one) => ({ ...one, outcome: { ...one.outcome, assumed } }))
    return { destination: name, made: assumed.length > 0 ? flagged : made }
  })
}

/** The assumed steps that an event comes to before a destination, also those of a copy of it. */
function assumedFor(destination: string, hops: readonly Hop[]): string[] {
  const before = hops.filter(
    ({ isAssumed, position, of }) =>
      isAssumed && position !== 'destination.next' && (position !== 'destination.before' || of === destination),
  )
  return [...new Set(before.flatMap(({ step }) => step ?? []))]
}

const nothing: { steps: TraceStep[]; errors: LoggedError[]; problems: Problem[] } = {
  steps: [],
  errors: [],
  problems: [],
}

function enter(entering: Entering, entry: Entry, event: unknown, scope: unknown): End[] {
  const { flow, state } = entering
  try {
    if (hasHooks(flow.collector)) throw new NotProven('hooks', 'Hooks of the collector are not run in the preview')
    if (entry.into === 'collector') return [enterCollector(flow, state, event, createIngest('unknown'))]
    return enterSource(entering, entry.name, event, scope)
  } catch (error) {
    return [failure(state, error)]
  }
}
