import { completeEvent, InvalidEvent } from '../event/complete-event.ts'
import { clone } from '../path/clone.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { merge } from '../path/merge.ts'
import { createChainRun, type RunState, reportHop } from './chain-run.ts'
import type { CompiledFlow, End } from './compiled-flow.ts'
import type { FlowParts } from './flow-parts.ts'
import type { Ingest } from './ingest.ts'
import type { EarlyEnd } from './journey.ts'
import { type ChainDestination, type Delivered, deliverTo, failureOf, lastDrop } from './run-destination.ts'
import { runRoute } from './run-hops.ts'

type Json = Record<string, unknown>

export function hasCollectorChain({ semantics, collector }: FlowParts): boolean {
  return semantics.runsHopByHop && collector['next'] !== undefined
}

/** Whether the collector itself leads an event anywhere but straight to its destinations. */
export function isCollectorPlain(flow: FlowParts): boolean {
  return !hasCollectorChain(flow) && flow.collector['run'] !== false && !hasHooks(flow.collector)
}

export function hasHooks({ hooks }: Json): boolean {
  return isPlainObject(hooks) && Object.keys(hooks).length > 0
}

/** Completes an event and hands it to every destination. Throws for one that is none. */
export function enterCollector(flow: CompiledFlow, state: RunState, event: unknown, ingest: Ingest): End {
  const { semantics } = flow
  const { collector } = state
  const complete: Json = { ...completeEvent(event, state.completion) }
  if (semantics.mergesGlobalsEarly) complete['globals'] = merge(clone(collector.globals ?? {}), complete['globals'])
  const hop = { position: 'collector', of: 'collector', depth: 0, verdict: 'changed' } as const
  reportHop(state, hop, { in: event, out: complete })
  if (flow.collector['run'] === false) {
    if (semantics.hasIdAtSource) return { kind: 'queued', rule: null }
    return { kind: 'dropped', step: 'collector', reason: 'the collector does not run', rule: null }
  }
  if (!hasCollectorChain(flow)) return deliverAll(flow, state, complete, ingest)
  return afterCollector(flow, state, complete, ingest)
}

/** `collector.next`: once for all destinations. What it removes stays removed; only missing parts are made again, empty. */
function afterCollector(flow: CompiledFlow, state: RunState, event: Json, ingest: Ingest): End {
  const run = createChainRun(state, 'collector.next', 'collector', 'collector.next')
  const { events } = state.steps.size === 0 ? { events: [event] } : runRoute(run, flow.collector['next'], event, ingest)
  if (events.length === 0) return droppedAt(state)
  const { name, release } = state.collector
  const emptied = {
    ...state.completion,
    collector: { ...(name !== undefined && { name }), ...(release !== undefined && { release }) },
  }
  const delivered = events.map((one) => deliverAll(flow, state, { ...completeEvent(one, emptied) }, ingest))
  const all = new Map<string, Delivered[]>()
  for (const made of delivered) {
    for (const [destination, list] of made) all.set(destination, [...(all.get(destination) ?? []), ...list])
  }
  return all
}

function deliverAll(
  { destinations, options }: CompiledFlow,
  state: RunState,
  event: Json,
  ingest: Ingest,
): ReadonlyMap<string, Delivered[]> {
  return new Map(
    destinations.map((step): [string, Delivered[]] => {
      const one: ChainDestination = { step, plan: options.plans[step.name] ?? null }
      return [step.name, deliverTo(one, event, ingest, state)]
    }),
  )
}

/** How an error that nothing on the way took ends the event for all destinations. */
export function failure(state: RunState, error: unknown): EarlyEnd {
  const detail = error instanceof Error ? error.message : String(error)
  if (error instanceof InvalidEvent) {
    const [level, message] = state.semantics.rejectsInvalid
      ? (['WARN', 'invalid event rejected'] as const)
      : (['ERROR', 'push failed'] as const)
    state.logs.push({ level, scope: '', message, detail })
    return { kind: 'failed', reason: error.reason, detail, rule: null }
  }
  const end = failureOf(error, state.hops.at(-1)?.step ?? 'collector')
  if (end.kind === 'failed') state.logs.push({ level: 'ERROR', scope: '', message: 'push failed', detail })
  return end
}

export function droppedAt(state: RunState): EarlyEnd {
  return { kind: 'dropped', ...lastDrop(state), rule: null }
}
