import { grantConsent } from '../event/grant-consent.ts'
import { clone } from '../path/clone.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { reviveCode } from '../value/code-function.ts'
import { compileValue } from '../value/compile-value.ts'
import { newFrame } from '../value/frame.ts'
import { applyState } from './apply-state.ts'
import { type ChainRun, createChainRun, idFor, type RunState, reportHop } from './chain-run.ts'
import type { CompiledFlow, End, Entering } from './compiled-flow.ts'
import { droppedAt, enterCollector, failure } from './enter-collector.ts'
import { cloneIngest, createIngest, type Ingest } from './ingest.ts'
import { type EarlyEnd, NotProven } from './journey.ts'
import { isStaticRoute, nextSteps, type Route, walkChain } from './route.ts'
import { type ChainResult, runChain } from './run-chain.ts'
import { runRoute } from './run-hops.ts'
import type { Step } from './step.ts'
import { asMapping, type MapOne } from './step-mapping.ts'

/** From what a source hands over to the destinations. */
export function enterSource(entering: Entering, name: string, event: unknown, scope: unknown): End[] {
  const { flow, sources } = entering
  const source = sources.get(name)
  if (source === undefined) throw new NotProven(`source.${name}`, `The flow has no source ${name}`)
  if (isPlainObject(source.env) && source.env['push']) {
    throw new NotProven(
      'env.push',
      `The env of source ${name} has a push of its own, which gets the events in place of the collector`,
    )
  }
  if (source.is !== 'inline') return pushFromSource(entering, source, event, ingestOf(flow, source, scope))
  const ingest = createIngest(name)
  const answer = source.push(event, ingest)
  if (answer.threw) throw new Error(answer.message)
  return answer.pushed.flatMap((pushed) => pushFromSource(entering, source, pushed, createIngest(name)))
}

/** What was compiled of a source; a step is of one run. */
const ingestValues = new WeakMap<Step, ReturnType<typeof compileValue>>()
const mappings = new WeakMap<Step, MapOne>()

function remembered<T>(known: WeakMap<Step, T>, step: Step, make: () => T): T {
  const found = known.get(step) ?? make()
  known.set(step, found)
  return found
}

/** `config.ingest` is a mapping value over the request. Mirrors `collector/source.ts extractIngest`. */
function ingestOf({ options, semantics }: CompiledFlow, step: Step, scope: unknown): Ingest {
  const { name } = step
  const fresh = createIngest(name)
  if (!step.config['ingest'] || scope === undefined) return fresh
  const extract = remembered(ingestValues, step, () => {
    const value = reviveCode(step.config['ingest'], options.code, ['sources', name, 'config', 'ingest'])
    return compileValue(value, [], semantics)
  })
  const extracted = extract(clone(scope), undefined, newFrame(options.collector, [], true))
  return { ...fresh, ...(isPlainObject(extracted) ? extracted : {}), _meta: fresh._meta }
}

function pushFromSource(entering: Entering, source: Step, event: unknown, ingest: Ingest): End[] {
  const { flow, state } = entering
  const { name } = source
  const given = flow.semantics.hasIdAtSource && isPlainObject(event) ? withId(state, event) : event
  const before = createChainRun(state, 'source.before', name, `source.${name}.before`)
  const first = runSourceRoute(before, source.before, given, ingest)
  if (first.events.length === 0 || first.isStopped) return [droppedAt(state)]
  // A source's cache keeps answers to requests, which nobody gives here.
  if (flow.semantics.runsHopByHop && source.cache !== undefined) {
    throw new NotProven('cache', 'Caches are not proven for walkerOS 4.7')
  }
  return first.events.flatMap((one) => {
    const end = mapAtSource(entering, source, applyState(before, source, 'all', one))
    return 'kind' in end ? [end] : pushChains(entering, source, end.event, ingest)
  })
}

function withId(state: RunState, event: Record<string, unknown>): Record<string, unknown> {
  return event['id'] === undefined ? { id: idFor(state, event), ...event } : event
}

function runSourceRoute(run: ChainRun, route: Route, event: unknown, ingest: Ingest): ChainResult {
  const untouched = { events: [event], isStopped: false }
  if (route === undefined || run.steps.size === 0) return untouched
  if (run.semantics.runsHopByHop) return runRoute(run, route, event, ingest)
  if (isStaticRoute(route)) return runNames(run, route, event, ingest)
  const names = nextSteps(route, { ingest }, run.note)
  return runNames(run, names.length === 1 ? (names[0] ?? '') : names, event, ingest)
}

/** One name is walked, several are taken as they stand. */
function runNames(run: ChainRun, names: string | readonly string[], event: unknown, ingest: Ingest): ChainResult {
  const chain = walkChain(names, run.nextOf)
  return chain.length === 0 ? { events: [event], isStopped: false } : runChain(run, chain, event, ingest)
}

function mapAtSource({ flow, state, mapping }: Entering, source: Step, event: unknown): { event: unknown } | EarlyEnd {
  const { config, name } = source
  const map = remembered(mappings, source, () =>
    mapping(asMapping(reviveCode(config, flow.options.code, ['sources', name, 'config']))),
  )
  const given = state.hasSnapshots ? clone(event) : event
  const mapped = map(event)
  if (mapped.isIgnored) {
    state.hops.push({ position: 'source.mapping', of: name, depth: 0, verdict: 'dropped', why: 'ignored by its rule' })
    return { kind: 'ignored', reason: 'rule', rule: null }
  }
  if (config['mapping'] !== undefined || config['policy'] !== undefined) {
    const hop = { position: 'source.mapping', of: name, depth: 0, verdict: 'changed' } as const
    reportHop(state, hop, { in: given, out: mapped.event })
  }
  const own = isPlainObject(mapped.event) ? mapped.event['consent'] : undefined
  if (config['consent'] && !grantConsent(config['consent'], flow.options.collector.consent ?? {}, own)) {
    state.hops.push({ position: 'consent', of: name, depth: 0, verdict: 'denied' })
    return { kind: 'denied', required: Object.keys(config['consent']), rule: null }
  }
  return { event: mapped.event }
}

/** `source.next`: several ids outside a list of names send the event into the collector once for each. */
function pushChains({ flow, state }: Entering, source: Step, event: unknown, ingest: Ingest): End[] {
  const { name, next } = source
  const run = createChainRun(state, 'source.next', name, `source.${name}.next`)
  if (flow.semantics.runsHopByHop || isStaticRoute(next)) {
    return collect(flow, state, runSourceRoute(run, next, event, ingest), ingest)
  }
  const ids = nextSteps(next, { ingest }, run.note)
  if (ids.length < 2) return collect(flow, state, runNames(run, ids[0] ?? [], event, ingest), ingest)
  return ids.flatMap((id) => {
    const own = cloneIngest(ingest)
    return collect(flow, state, runNames(run, id, event, own), own)
  })
}

function collect(flow: CompiledFlow, state: RunState, { events, isStopped }: ChainResult, ingest: Ingest): End[] {
  if (events.length === 0 || isStopped) return [droppedAt(state)]
  const isFork = events.length > 1
  const ids = new Set<unknown>()
  return events.map((event) => {
    try {
      const own = isFork && flow.semantics.hasIdAtSource ? ownId(state, event, ids) : event
      return enterCollector(flow, state, own, ingest)
    } catch (error) {
      return failure(state, error)
    }
  })
}

/** Copies of a fork that kept the id of their parent get their own. */
function ownId(state: RunState, event: unknown, taken: Set<unknown>): unknown {
  if (!isPlainObject(event)) return event
  const copy = { ...event, id: idFor(state, [event['id'], taken.size]) }
  taken.add(copy.id)
  return copy
}
