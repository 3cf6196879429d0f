import { isPlainObject } from '../path/is-plain-object.ts'
import { writePath } from '../path/write-path.ts'
import { compileValue } from '../value/compile-value.ts'
import { newFrame } from '../value/frame.ts'
import type { ChainRun } from './chain-run.ts'
import { NotProven } from './journey.ts'
import { recall } from './memory.ts'

/** Values that one event leaves for later ones: `set` writes under a key, `get` puts into the event. Mirrors `core/state.ts applyState`. */
export function applyState(
  run: ChainRun,
  step: { state: unknown },
  mode: 'get' | 'set' | 'all',
  event: unknown,
): unknown {
  const entries = step.state === undefined ? [] : Array.isArray(step.state) ? step.state : [step.state]
  let current = event
  for (const entry of entries) {
    if (isPlainObject(entry) && (mode === 'all' || mode === entry['mode'])) current = applyEntry(run, entry, current)
  }
  return current
}

function applyEntry(run: ChainRun, entry: Record<string, unknown>, event: unknown): unknown {
  if (entry['store']) throw new NotProven('state', `The store ${String(entry['store'])} cannot be run in the preview`)
  const valueFor = (config: unknown): unknown => {
    const frame = { ...newFrame(run.collector, [], true), event }
    return compileValue(config, [], run.semantics)(event, undefined, frame)
  }
  const rawKey = valueFor(entry['key'])
  if (typeof rawKey !== 'string') return event
  const key = `state:${rawKey}`
  if (entry['mode'] === 'set') {
    const payload = valueFor(entry['value'])
    if (payload !== undefined) run.store?.set(key, { value: payload, expires: Number.POSITIVE_INFINITY })
    return event
  }
  const { value } = entry
  const path = typeof value === 'string' ? value : isPlainObject(value) ? value['key'] : undefined
  if (typeof path !== 'string' || path === '') return event
  const kept = recall(run.store, 'state', key)?.value
  return kept === undefined ? event : writePath(event, path, kept)
}
