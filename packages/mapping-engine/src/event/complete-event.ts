import type { CollectorState } from '@mapping-designer/shared-types'
import { isPlainObject } from '../path/is-plain-object.ts'
import { type Runtime, type Semantics, semanticsOf, versionsOf } from '../runtime/differences.ts'
import { provenVersion } from '../runtime/versions.ts'
import type { EventContext } from './event-context.ts'
import { pinnedSpanId, pinnedTrace, seededSpanId, seededTrace } from './pinned-ids.ts'

/** An event as it leaves the collector: these keys, in this order. */
export interface CompleteEvent extends Record<string, unknown> {
  name: unknown
  data: unknown
  context: unknown
  globals: unknown
  custom: unknown
  user: unknown
  nested: unknown
  consent: unknown
  id: unknown
  trigger: unknown
  entity: unknown
  action: unknown
  timestamp: unknown
  timing: unknown
  source: unknown
}

export const eventKeys = [
  'name',
  'data',
  'context',
  'globals',
  'custom',
  'user',
  'nested',
  'consent',
  'id',
  'trigger',
  'entity',
  'action',
  'timestamp',
  'timing',
  'source',
] as const satisfies readonly (keyof CompleteEvent)[]

export interface CompletionOptions {
  collector: CollectorState
  /** Milliseconds since 1970. */
  now: number
  spanId?: ((event: unknown) => string) | undefined
  trace?: (() => string) | undefined
  /** The number of an event that brings none; 1 without it. */
  count?: (() => number) | undefined
  runtime?: Runtime | undefined
  /** Those of the runtime, where the caller has them at hand. */
  semantics?: Semantics | undefined
}

/** Completes events as at the clock and with the seed of one of them. */
export function completionIn(pinned: CompletionOptions, { now = pinned.now, seed }: EventContext): CompletionOptions {
  if (seed === undefined) return { ...pinned, now }
  return { ...pinned, now, spanId: (event) => seededSpanId(seed, event), trace: () => seededTrace(seed) }
}

/** Why the collector throws on an event, in its own words. */
export class InvalidEvent extends Error {
  readonly reason: 'invalid-event' | 'invalid-name'
  constructor(reason: 'invalid-event' | 'invalid-name', message: string) {
    super(message)
    this.reason = reason
  }
}

/**
 * Fills in what the collector fills in, in its fixed key order, and drops every other key. Ids and trace are pinned.
 * Throws InvalidEvent where the collector's push answers `ok: false`. Mirrors `collector/handle.ts enrichEvent`.
 */
export function completeEvent(input: unknown, options: CompletionOptions): CompleteEvent {
  if (!isPlainObject(input)) throw new InvalidEvent('invalid-event', 'An event must be an object with a name')
  const { collector, now, runtime = provenVersion } = options
  const { semantics = semanticsOf(runtime) } = options
  const [entityInName, actionInName] = splitName(input['name'])
  return {
    name: input['name'],
    data: input['data'] === undefined ? {} : input['data'],
    context: input['context'] === undefined ? {} : input['context'],
    globals: input['globals'] === undefined ? (collector.globals ?? {}) : input['globals'],
    custom: input['custom'] === undefined ? {} : input['custom'],
    user: input['user'] === undefined ? (collector.user ?? {}) : input['user'],
    nested: input['nested'] === undefined ? [] : input['nested'],
    consent: input['consent'] === undefined ? (collector.consent ?? {}) : input['consent'],
    id: input['id'] === undefined ? (options.spanId ?? pinnedSpanId)(input) : input['id'],
    trigger: input['trigger'] === undefined ? '' : input['trigger'],
    entity: input['entity'] === undefined ? entityInName : input['entity'],
    action: input['action'] === undefined ? actionInName : input['action'],
    timestamp: input['timestamp'] === undefined ? now : input['timestamp'],
    timing: input['timing'] === undefined ? 0 : input['timing'],
    source: stampSource(sourceOf(input, runtime, semantics), options, runtime, semantics),
  }
}

/** The event's own source; without one, the collector's, which up to 4.2 names its version. */
function sourceOf(input: Record<string, unknown>, runtime: Runtime, semantics: Semantics): unknown {
  const { source } = input
  if (source !== undefined && !(source === null && semantics.repairsSource)) return source
  const isStamped = !semantics.stampsRelease && !Object.hasOwn(input, 'source')
  return { type: 'collector', schema: '4', ...(isStamped && { version: versionsOf(runtime).collector }) }
}

const names = new Map<string, [string, string]>()

function splitName(name: unknown): [string, string] {
  if (typeof name === 'string') {
    const known = names.get(name)
    if (known !== undefined) return known
  }
  if (!name) throw new InvalidEvent('invalid-name', 'Event name is required')
  if (typeof name !== 'string') throw new InvalidEvent('invalid-name', 'Event name must be a string')
  const [entity, action] = name.split(' ')
  if (!entity || !action) throw new InvalidEvent('invalid-name', 'Event name is invalid')
  if (names.size > 10_000) names.clear()
  names.set(name, [entity, action])
  return [entity, action]
}

function stampSource(
  source: unknown,
  { collector, count: nextCount, trace: traceOfRun = () => pinnedTrace }: CompletionOptions,
  runtime: Runtime,
  { stampsRelease }: Semantics,
): Record<string, unknown> {
  if (source === null) throw new InvalidEvent('invalid-event', 'The source of an event must not be null')
  const given = source as Record<string, unknown>
  // Nothing to add: what is not changed is not copied.
  if (!stampsRelease && given['count'] != null && given['trace'] != null && isPlainObject(given)) return given
  const count = given['count'] ?? nextCount?.() ?? 1
  const trace = given['trace'] ?? traceOfRun()
  if (!stampsRelease) return { ...given, count, trace }
  // Since 4.3 the release of the collector is written into every event that passes it.
  const key = String(collector['name'] ?? given['platform'] ?? 'default')
  const release = {
    ...(given['release'] as object | undefined),
    [key]: collector['release'] ?? versionsOf(runtime).collector,
  }
  return { ...given, count, trace, release }
}
