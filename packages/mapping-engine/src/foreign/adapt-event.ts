import type { JsonObject } from '@mapping-designer/shared-types'
import { isPlainObject } from '../path/is-plain-object.ts'
import { explainValue } from '../value/explain-value.ts'
import { toEventName } from './event-name.ts'
import { toMilliseconds } from './to-milliseconds.ts'
import type { Adapter, Tracker } from './tracker.ts'

/** What an adapter makes of an event of another tracker. */
export interface AdaptedEvent {
  event: JsonObject
  /** Paths of what is not in the event. */
  leftOut: string[]
}

/** Turns an event of another tracker into one of walkerOS. An adapter without a name for it gives an event without one. */
export function adaptEvent(
  { prepare }: Pick<Tracker, 'prepare'>,
  { names, map }: Adapter,
  source: Record<string, unknown>,
): AdaptedEvent {
  const prepared = prepare?.(source) ?? source
  // walkerOS gives no value up to its last member where one inside is null.
  const filled = withoutNulls(prepared)
  const result = explainValue({ map }, filled, filled)
  const parts = result.isSet && isPlainObject(result.value) ? result.value : {}
  const { name, timestamp, nested, ...rest } = parts
  const event = {
    ...(name !== undefined && { name: toEventName(String(name), names) }),
    ...withoutEmpty(rest),
    // A loop without a list gives what it is in.
    ...(Array.isArray(nested) && nested.length > 0 && { nested }),
    ...(timestamp !== undefined && { timestamp: toMilliseconds(timestamp) }),
  }
  const paths = new Set(pathsOf({ map }, filled))
  const nulls = JSON.stringify(filled).length === JSON.stringify(prepared).length ? [] : ['members that are null']
  return { event: JSON.parse(JSON.stringify(event)), leftOut: [...unread(filled, paths, ''), ...nulls] }
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(withoutNulls)
  if (!isPlainObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) =>
      item === null || item === undefined ? [] : [[key, withoutNulls(item)]],
    ),
  )
}

function withoutEmpty(parts: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(parts).filter(([, part]) => !(typeof part === 'object' && Object.keys(part ?? {}).length === 0)),
  )
}

/** The paths that a mapping value reads of an event. Those of the items of a loop begin inside it, and are left aside. */
function pathsOf(value: unknown, event: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) {
    return pathsOf(
      value.find((one) => explainValue(one, event, event).isSet),
      event,
    )
  }
  if (!isPlainObject(value)) return []
  const { loop, map, key } = value
  const ofMap = isPlainObject(map) ? Object.values(map).flatMap((one) => pathsOf(one, event)) : []
  const scope = Array.isArray(loop) ? pathsOf(loop[0], event) : []
  return [...scope, ...ofMap, ...(typeof key === 'string' ? [key] : [])]
}

/** Members that no path reaches. Where none reaches into an object, it is named as a whole. */
function* unread(value: unknown, paths: ReadonlySet<string>, under: string): Generator<string> {
  if (paths.has('') || !isPlainObject(value)) return
  for (const [key, item] of Object.entries(value)) {
    const path = `${under}${key}`
    if (paths.has(path)) continue
    if (isPlainObject(item) && [...paths].some((read) => read.startsWith(`${path}.`))) {
      yield* unread(item, paths, `${path}.`)
    } else yield path
  }
}
