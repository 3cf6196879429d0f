import { clone } from '../path/clone.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { type ChainRun, idFor } from './chain-run.ts'
import { cloneIngest, type Ingest } from './ingest.ts'
import { NotProven } from './journey.ts'
import { compileGate, isRouteList, type Route } from './route.ts'
import type { ChainResult } from './run-chain.ts'
import type { Step } from './step.ts'

/** One event on its way, with the ingest that its steps share. */
interface Copy {
  event: unknown
  ingest: Ingest
}

/**
 * Runs a route as since walkerOS 4.7: every part of it is resolved when it is reached, against the event and the ingest as they are then. A
 * list goes on behind each member and the member's own `next`; `many` and several results make copies that run the rest on their own.
 */
export function runRoute(run: ChainRun, route: Route, event: unknown, ingest: Ingest): ChainResult {
  ingest._meta.chainPath = run.path
  const copies = follow(run, route, { event, ingest }, new Set())
  return { events: copies.map((copy) => copy.event), isStopped: false }
}

function follow(run: ChainRun, route: Route, copy: Copy, walked: ReadonlySet<string>): Copy[] {
  if (typeof route === 'string') return walked.has(route) ? [copy] : followStep(run, route, copy, walked)
  if (isRouteList(route)) return followOne(run, route, copy, walked)
  if (Array.isArray(route)) return followList(run, route, copy, walked)
  return isPlainObject(route) && matches(run, route, copy) ? followBranch(run, route, copy, walked) : [copy]
}

/** What a part of a route leads to whose condition holds. */
function followBranch(run: ChainRun, entry: Route, copy: Copy, walked: ReadonlySet<string>): Copy[] {
  if (!isPlainObject(entry)) return follow(run, entry, copy, walked)
  const { stop, next, one, many } = entry
  if (stop) {
    run.hop('stop', 'dropped', 'the route says stop')
    return []
  }
  if (next !== undefined) return follow(run, next, copy, walked)
  if (Array.isArray(one)) return followOne(run, one, copy, walked)
  return Array.isArray(many) ? followMany(run, many, copy, walked) : [copy]
}

function followList(run: ChainRun, members: readonly Route[], copy: Copy, walked: ReadonlySet<string>): Copy[] {
  const names = members.filter((member) => typeof member === 'string')
  return members.reduce<Copy[]>(
    (copies, member) =>
      copies.flatMap((one) => {
        if (typeof member !== 'string') return follow(run, member, one, walked)
        // A `next` that leads back to a member of the list ends there.
        return walked.has(member) ? [one] : followStep(run, member, one, new Set([...walked, ...names]))
      }),
    [copy],
  )
}

function matches({ note }: ChainRun, entry: Route, { ingest, event }: Copy): boolean {
  return !isPlainObject(entry) || compileGate(entry)({ ingest, event }, note)
}

function followOne(run: ChainRun, entries: readonly Route[], copy: Copy, walked: ReadonlySet<string>): Copy[] {
  const chosen = entries.find((entry) => matches(run, entry, copy))
  return chosen === undefined ? [copy] : followBranch(run, chosen, copy, walked)
}

function followMany(run: ChainRun, entries: readonly Route[], copy: Copy, walked: ReadonlySet<string>): Copy[] {
  const chosen = entries.filter((entry) => matches(run, entry, copy))
  if (chosen.length < 2)
    return chosen.flatMap((entry) => followBranch(run, entry, copy, walked)).concat(chosen.length ? [] : copy)
  return chosen.flatMap((entry, index) => followBranch(run, entry, derived(run, copy, copy.event, index), walked))
}

/** A deep copy of its own, with an id that follows from the parent's and the position. */
function derived(run: ChainRun, { event: parent, ingest }: Copy, event: unknown, index: number): Copy {
  const copy = clone(event)
  const id = isPlainObject(parent) ? parent['id'] : undefined
  const own = isPlainObject(copy) ? { ...copy, id: idFor(run, [id, index]) } : copy
  return { event: own, ingest: cloneIngest(ingest) }
}

function followStep(run: ChainRun, name: string, copy: Copy, walked: ReadonlySet<string>): Copy[] {
  const step = run.steps.get(name)
  if (step === undefined) {
    run.warn(`Transformer not found: ${name}`)
    return [copy]
  }
  if (walked.size > 256) throw new NotProven(name, 'The chain has more than 256 steps')
  refuseUnproven(step)
  if (step.config['disabled']) {
    run.hop(name, 'skipped', 'disabled')
    return [copy]
  }
  const inside = new Set([...walked, name])
  const before = step.before === undefined ? [copy] : follow(run.deeper(), step.before, copy, inside)
  return before.flatMap((one) => pushHop(run, step, one, inside))
}

/** Steps that were looked at already. */
const proven = new WeakSet<Step>()

/** What was never run in 4.7, neither here nor for the recorded answers. */
function refuseUnproven(step: Step): void {
  if (proven.has(step)) return
  const { name, config, cache, state, next, before } = step
  const unproven = { cache, state, mock: config['mock'], chainMocks: config['chainMocks'] }
  for (const [part, value] of Object.entries(unproven)) {
    if (value !== undefined) throw new NotProven(part, `${part} of transformer ${name} is not proven for walkerOS 4.7`)
  }
  if (config['disabled'] && (next !== undefined || before !== undefined)) {
    throw new NotProven('disabled', `The routes of the disabled transformer ${name} are not proven for walkerOS 4.7`)
  }
  proven.add(step)
}

function pushHop(run: ChainRun, step: Step, copy: Copy, walked: ReadonlySet<string>): Copy[] {
  const { name } = step
  const ready = step.init()
  if (!ready.isReady) {
    if (ready.message !== undefined) run.error(step, 'transformer init failed', ready.message)
    run.hop(name, 'dropped', ready.message === undefined ? 'init returned false' : `init failed: ${ready.message}`)
    return []
  }
  copy.ingest._meta.hops++
  copy.ingest._meta.path.push(name)
  const started = run.push(step, copy.event, copy.ingest)
  const { answer } = started
  if (answer.threw) {
    run.error(step, 'Push failed', answer.message)
    started.end('dropped', `threw: ${answer.message}`)
    return []
  }
  const { result } = answer
  if (result === false) {
    started.end('dropped', 'returned false')
    return []
  }
  const results = Array.isArray(result) ? result : [result]
  if (Array.isArray(result)) started.end('forked', `returned ${result.length} results`, undefined, result.length)
  return results.flatMap((one, index) => {
    const given = isPlainObject(one) ? one : {}
    const event = given['event'] || copy.event
    if (!Array.isArray(result)) {
      const isIgnored = one !== copy.event && given['event'] === undefined && 'name' in given
      started.end(
        isIgnored ? 'lost' : undefined,
        isIgnored ? 'returned the event itself, which is ignored' : undefined,
        event,
      )
    }
    const after = results.length > 1 ? derived(run, copy, event, index) : { event, ingest: copy.ingest }
    const next = given['next'] ?? step.next
    return next === undefined ? [after] : follow(run, next, after, walked)
  })
}
