import { isPlainObject } from '../path/is-plain-object.ts'
import { applyState } from './apply-state.ts'
import type { ChainRun } from './chain-run.ts'
import { cloneIngest, type Ingest } from './ingest.ts'
import { NotProven } from './journey.ts'
import { type CacheLookup, keepInCache, lookUpCache } from './memory.ts'
import { isStaticRoute, nextSteps, type Route, walkChain } from './route.ts'
import type { Step } from './step.ts'

/** What a chain comes to: no event where it was dropped, several where it forked. */
export interface ChainResult {
  events: unknown[]
  /** A cache answered and ends the chain. */
  isStopped: boolean
}

const maxPathLength = 256
const dropped: ChainResult = { events: [], isStopped: false }

/** Runs transformers one after the other, as up to walkerOS 4.6. Mirrors `collector/transformer.ts runTransformerChain`. */
export function runChain(run: ChainRun, chain: readonly string[], event: unknown, ingest: Ingest): ChainResult {
  let current = event
  ingest._meta.chainPath = run.path
  for (const [index, name] of chain.entries()) {
    const step = run.steps.get(name)
    if (step === undefined) {
      run.warn(`Transformer not found: ${name}`)
      continue
    }
    if (ingest._meta.path.length > maxPathLength) {
      run.logs.push({ level: 'ERROR', scope: '', message: `Max path length exceeded at ${name}`, detail: '' })
      run.hop(name, 'dropped', 'more than 256 steps')
      return dropped
    }
    ingest._meta.hops++
    ingest._meta.path.push(name)
    // A list may hold a name twice; walkerOS goes on behind the first.
    const rest = chain.slice(chain.indexOf(name) + 1)
    const after = runStep(run, step, current, ingest, rest)
    if (after.isEnd) return after.result
    current = after.event
    if (index === chain.length - 1) break
  }
  return { events: [current], isStopped: false }
}

type After = { isEnd: false; event: unknown } | { isEnd: true; result: ChainResult }

const goOn = (event: unknown): After => ({ isEnd: false, event })
const end = (result: ChainResult): After => ({ isEnd: true, result })

function runStep(run: ChainRun, step: Step, event: unknown, ingest: Ingest, rest: readonly string[]): After {
  const { name, config } = step
  const ready = step.init()
  if (!ready.isReady) {
    if (ready.message !== undefined) run.error(step, 'transformer init failed', ready.message)
    run.hop(name, 'dropped', ready.message === undefined ? 'init returned false' : `init failed: ${ready.message}`)
    return end(dropped)
  }
  const replaced = mockOf(run, step)
  if (replaced !== undefined) {
    run.hop(name, 'replaced', 'a mock stands in its place')
    return replaced === null ? end({ events: [null], isStopped: false }) : goOn(replaced)
  }
  if (config['disabled']) {
    run.hop(name, 'skipped', 'disabled')
    return goOn(event)
  }
  const cached = checkCache(run, step, event, ingest)
  if (cached?.hit?.value) {
    const isStopped = Boolean(isPlainObject(step.cache) && step.cache['stop'])
    run.hop(name, isStopped ? 'dropped' : 'replaced', 'its cache answered')
    return isStopped ? end({ events: [cached.hit.value], isStopped }) : goOn(cached.hit.value)
  }
  const before = runBefore(run, step, event, ingest)
  if (before.isEnd) return before
  return pushStep(run, step, applyState(run, step, 'get', before.event), ingest, rest, cached)
}

function mockOf({ mocks, path, position, of }: ChainRun, { name, config }: Step): unknown {
  const chainMocks = config['chainMocks']
  const own = isPlainObject(chainMocks) ? chainMocks[path] : undefined
  const mock = own !== undefined ? own : config['mock']
  return isObject(mock) ? mocks.take(name, mock, position === 'destination.before' ? of : null) : mock
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null

function checkCache(run: ChainRun, { cache }: Step, event: unknown, ingest: Ingest): CacheLookup | null {
  return isPlainObject(cache) ? lookUpCache(cache, run.store, { ingest, event }, run.now) : null
}

/** The `before` of a step: a chain; or several, which run beside the step on the same event and are then forgotten. */
function runBefore(run: ChainRun, { before }: Step, event: unknown, ingest: Ingest): After {
  const names = nextSteps(before, { ingest, event }, run.note)
  const [first] = names
  if (first === undefined) return goOn(event)
  if (names.length > 1) {
    runLost(run, names, event, ingest)
    return goOn(event)
  }
  const chain = walkChain(first, run.nextOf)
  if (chain.length === 0) return goOn(event)
  const { events, isStopped } = runChain(run.deeper(), chain, event, ingest)
  if (events.length === 0) return end(dropped)
  return isStopped ? end({ events: events.slice(0, 1), isStopped }) : goOn(events[0])
}

/** Several ids outside a list of names: each runs on the event, and what it returns is thrown away. */
function runLost(run: ChainRun, names: readonly string[], event: unknown, ingest: Ingest): void {
  for (const name of names) {
    const chain = walkChain(name, run.nextOf)
    run.isolated(`many branch ${name} failed`, () => runChain(run.deeper('lost'), chain, event, cloneIngest(ingest)))
  }
}

/** The same where the event is gone afterwards: what cannot be run here changes nothing then. */
function runForNothing(run: ChainRun, names: readonly string[], event: unknown, ingest: Ingest): void {
  try {
    runLost(run, names, event, ingest)
  } catch (error) {
    if (!(error instanceof NotProven)) throw error
  }
}

function pushStep(
  run: ChainRun,
  step: Step,
  event: unknown,
  ingest: Ingest,
  rest: readonly string[],
  cached: CacheLookup | null,
): After {
  const started = run.push(step, event, ingest)
  const { answer } = started
  if (answer.threw) {
    run.error(step, 'Push failed', answer.message)
    started.end('dropped', `threw: ${answer.message}`)
    return end(dropped)
  }
  const { result } = answer
  if (result === false) {
    started.end('dropped', 'returned false')
    return end(dropped)
  }
  if (Array.isArray(result)) {
    started.end('forked', `returned ${result.length} results`, undefined, result.length)
    return end(runForks(run, step, result, event, ingest, rest))
  }
  const given = isPlainObject(result) ? result : {}
  const settled = given['event'] || event
  const isIgnored = result !== event && given['event'] === undefined && 'name' in given
  started.end(
    isIgnored ? 'lost' : undefined,
    isIgnored ? 'returned the event itself, which is ignored' : undefined,
    settled,
  )
  if (given['next'] !== undefined)
    return branch(run, step, given['next'], applyState(run, step, 'set', settled), ingest)
  const after = applyState(run, step, 'set', settled)
  if (cached !== null && isPlainObject(step.cache)) keepInCache(run.store, cached, after, run.now)
  // Anything true that is no object leaves the chain as it stands.
  return result && typeof result !== 'object' ? goOn(after) : conditionalNext(run, step, after, ingest)
}

/** A returned `next` takes the place of what was to come; where nothing matches, the chain goes on. */
function branch(run: ChainRun, step: Step, next: Route, event: unknown, ingest: Ingest): After {
  const names = nextSteps(next, { ingest, event }, run.note)
  const [first] = names
  if (first === undefined) return goOn(event)
  if (names.length > 1) {
    runForNothing(run, names, event, ingest)
    run.hop(step.name, 'dropped', `a returned next of ${names.length} transformers ends the event`)
    return end(dropped)
  }
  const chain = walkChain(first, run.nextOf)
  if (chain.length > 0) return end(runChain(run, chain, event, ingest))
  run.warn(`Branch target not found: ${JSON.stringify(next)}`)
  run.hop(step.name, 'dropped', `next names ${first}, which is not there`)
  return end(dropped)
}

/** A `next` with conditions is resolved after the step and ends the chain that it stands in, whether it matches or not. */
function conditionalNext(run: ChainRun, step: Step, event: unknown, ingest: Ingest): After {
  const { next } = step
  if (next === undefined || isStaticRoute(next)) return goOn(event)
  const names = nextSteps(next, { ingest, event }, run.note)
  const [first] = names
  if (names.length > 1) {
    runForNothing(run, names, event, ingest)
    run.hop(step.name, 'dropped', `a next of ${names.length} transformers ends the event`)
    return end(dropped)
  }
  const chain = first === undefined ? [] : walkChain(first, run.nextOf)
  return end(chain.length > 0 ? runChain(run, chain, event, ingest) : { events: [event], isStopped: false })
}

function runForks(
  run: ChainRun,
  step: Step,
  results: readonly unknown[],
  event: unknown,
  ingest: Ingest,
  rest: readonly string[],
): ChainResult {
  const events = results.flatMap((result) => {
    // walkerOS reads a member of null too, and the push fails.
    const { event: own, next } = result as { event?: unknown; next?: unknown }
    const settled = applyState(run, step, 'set', own || event)
    const forked = cloneIngest(ingest)
    if (next) return runForkedNext(run, next, settled, forked)
    return rest.length > 0 ? runChain(run, rest, settled, forked).events : [settled]
  })
  return { events, isStopped: false }
}

function runForkedNext(run: ChainRun, next: Route, event: unknown, ingest: Ingest): unknown[] {
  const names = nextSteps(next, { ingest, event }, run.note)
  if (names.length === 0) return [event]
  if (names.length === 1) {
    const chain = walkChain(names[0] ?? '', run.nextOf)
    return chain.length > 0 ? runChain(run, chain, event, ingest).events : [event]
  }
  return names.flatMap((name) => {
    const chain = walkChain(name, run.nextOf)
    return (
      run.isolated(`many branch ${name} failed`, () => runChain(run, chain, event, cloneIngest(ingest)))?.events ?? []
    )
  })
}
