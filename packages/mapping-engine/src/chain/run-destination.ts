import type { Outcome, Problem } from '@mapping-designer/shared-types'
import type { DeliverOptions, DestinationPlan } from '../destination-plan.ts'
import type { EventContext } from '../event/event-context.ts'
import { grantConsent } from '../event/grant-consent.ts'
import { clone, copyOf } from '../path/clone.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { merge } from '../path/merge.ts'
import type { Step as TraceStep } from '../trace/step.ts'
import { CodeFault } from '../value/code-function.ts'
import type { LoggedError } from '../value/frame.ts'
import { applyState } from './apply-state.ts'
import type { BundledStep } from './bundle-flow.ts'
import { type ChainRun, createChainRun, type RunState, reportHop } from './chain-run.ts'
import { cloneIngest, type Ingest } from './ingest.ts'
import { NotProven } from './journey.ts'
import { type CacheLookup, keepInCache, lookUpCache } from './memory.ts'
import { isStaticRoute, nextSteps, type Route, walkChain } from './route.ts'
import { type ChainResult, runChain } from './run-chain.ts'
import { runRoute } from './run-hops.ts'

/** What one destination makes of an event: one outcome, or one for each copy. */
export interface Delivered {
  outcome: Outcome
  steps: TraceStep[]
  errors: LoggedError[]
  problems: Problem[]
}

export interface ChainDestination {
  step: BundledStep
  /** Null for a destination that is no Kafka: its chain is run, and it makes no record. */
  plan: DestinationPlan | null
}

const of = (outcome: Outcome): Delivered => ({ outcome, steps: [], errors: [], problems: [] })

/** From the event of the collector to the records of one destination, on a copy of its own. Mirrors `collector/destination.ts pushToDestinations`. */
export function deliverTo(
  { step, plan }: ChainDestination,
  event: unknown,
  ingest: Ingest,
  state: RunState,
): Delivered[] {
  const run = createChainRun(state, 'destination.before', step.name, `destination.${step.name}.before`)
  try {
    return deliver(step, plan, copyFor(run, event), cloneIngest(ingest), run)
  } catch (error) {
    return [of(failureOf(error, step.name))]
  }
}

/** A copy of its own for each destination, as deep as it has to be. */
export function copyFor({ needsClones }: DeliverOptions, event: unknown): unknown {
  return needsClones || !isPlainObject(event) ? clone(event) : { ...event }
}

/** How an error that nothing on the way took ends the event. */
export function failureOf(error: unknown, part: string): Exclude<Outcome, { kind: 'message' | 'undeliverable' }> {
  const detail = error instanceof Error ? error.message : String(error)
  if (error instanceof NotProven) return { kind: 'not-proven', part: error.part, reason: detail, rule: null }
  if (error instanceof CodeFault) {
    const place = [...error.place]
    if (error.kind === 'unavailable') return { kind: 'not-proven', part, reason: detail, place, rule: null }
    return { kind: 'failed', reason: `code-${error.kind}`, detail, place, rule: null }
  }
  return { kind: 'failed', reason: 'mapping-threw', detail, rule: null }
}

function deliver(
  step: BundledStep,
  plan: DestinationPlan | null,
  event: unknown,
  ingest: Ingest,
  run: ChainRun,
): Delivered[] {
  const { config } = step
  if (config['disabled']) return [of({ kind: 'ignored', reason: 'disabled', rule: null })]
  if (!isPlainObject(event)) return []
  const state = run.collector.consent ?? {}
  const granted = grantConsent(config['consent'], state, event['consent'])
  const verdict = granted ? 'same' : 'denied'
  reportHop(run, { position: 'consent', of: step.name, depth: 0, verdict }, { in: event })
  if (!granted) return [of({ kind: 'denied', required: Object.keys(config['consent'] ?? {}), rule: null })]
  if (plan?.startFailure) {
    return [of({ kind: 'failed', reason: 'destination-init', detail: plan.startFailure, rule: null })]
  }
  event['consent'] = { ...granted }
  if (!run.semantics.mergesGlobalsEarly) event['globals'] = merge(copyOf(run.collector.globals ?? {}), event['globals'])
  event['user'] = merge(copyOf(run.collector.user ?? {}), event['user'])
  const early = stopCache(step, event, ingest, run)
  if (early?.hit) return [dropped(run, 'cache', 'its cache holds the key already')]
  const chained = runBefore(run, step.before, event, ingest)
  if (chained.events.length === 0) return [dropped(run, lastStep(run), whyDropped(run))]
  const events = run.semantics.sendsAllForks ? chained.events : chained.events.slice(0, 1)
  return events.map((one) => send(step, plan, one, ingest, run, early))
}

function send(
  step: BundledStep,
  plan: DestinationPlan | null,
  event: unknown,
  ingest: Ingest,
  run: ChainRun,
  early: CacheLookup | null,
): Delivered {
  const late = isPlainObject(step.cache) && !step.cache['stop'] ? checkCache(step, event, ingest, run) : null
  if (late?.hit) return dropped(run, 'cache', 'its cache holds the key already')
  const current = applyState(run, step, 'get', event)
  reportHop(run, { position: 'destination.mapping', of: step.name, depth: 0, verdict: 'changed' }, { in: current })
  const delivered: Delivered =
    plan === null ? of({ kind: 'ignored', reason: 'mock', rule: null }) : plan.deliver(current, contextOf(run), run)
  const kept = early ?? late
  if (kept !== null && step.config['mock'] === undefined) keepInCache(run.store, kept, true, run.now)
  if (delivered.outcome.kind !== 'failed') {
    applyState(run, step, 'set', current)
    runAfter(run, step, current, ingest)
  }
  return delivered
}

/** Functions of the mapping get random numbers of their own, not once more those of the chain. */
function contextOf({ context, count, of }: ChainRun): EventContext | undefined {
  if (context?.seed === undefined) return context
  return { ...context, seed: `${context.seed}/${of}/${count.deliveries++}` }
}

function stopCache(step: BundledStep, event: unknown, ingest: Ingest, run: ChainRun): CacheLookup | null {
  return isPlainObject(step.cache) && step.cache['stop'] ? checkCache(step, event, ingest, run) : null
}

function checkCache({ cache }: BundledStep, event: unknown, ingest: Ingest, run: ChainRun): CacheLookup | null {
  if (run.semantics.runsHopByHop) throw new NotProven('cache', 'Caches are not proven for walkerOS 4.7')
  return isPlainObject(cache) ? lookUpCache(cache, run.store, { ingest, event }, run.now) : null
}

function runBefore(run: ChainRun, before: Route, event: unknown, ingest: Ingest): ChainResult {
  const untouched = { events: [event], isStopped: false }
  if (before === undefined || before === null || before === '' || run.steps.size === 0) return untouched
  if (run.semantics.runsHopByHop) return runRoute(run, before, event, ingest)
  const chain = chainOf(run, before, ingest)
  return chain.length === 0 ? untouched : runChain(run, chain, event, ingest)
}

/** The list of names that a route before or after a destination comes to; several are always a sequence there. */
function chainOf(run: ChainRun, route: Route, ingest: Ingest): string[] {
  if (isStaticRoute(route)) return walkChain(route, run.nextOf)
  const names = nextSteps(route, { ingest }, run.note)
  return walkChain(names.length === 1 ? (names[0] ?? '') : names, run.nextOf)
}

/** What runs after the record changes no record; only functions that remember something can tell. */
function runAfter(run: ChainRun, step: BundledStep, event: unknown, ingest: Ingest): void {
  if (step.next === undefined || run.steps.size === 0) return
  const after = createChainRun(run, 'destination.next', step.name, `destination.${step.name}.next`)
  try {
    if (run.semantics.runsHopByHop) runRoute(after, step.next, event, ingest)
    else runChain(after, chainOf(after, step.next, ingest), event, ingest)
  } catch (error) {
    if (!(error instanceof NotProven || error instanceof CodeFault)) throw error
  }
}

function dropped(run: ChainRun, step: string, reason: string): Delivered {
  run.hops.push({ position: 'destination.before', of: run.of, step, depth: 0, verdict: 'dropped', why: reason })
  return of({ kind: 'dropped', step, reason, rule: null })
}

/** The hop at which the event ended. */
export function lastDrop(run: RunState): { step: string; reason: string } {
  const hop = run.hops.findLast(({ verdict }) => verdict === 'dropped')
  return { step: hop?.step ?? 'chain', reason: hop?.why ?? 'the chain gave nothing' }
}

function lastStep(run: ChainRun): string {
  return lastDrop(run).step
}

function whyDropped(run: ChainRun): string {
  return lastDrop(run).reason
}
