import type { CollectorState } from '@mapping-designer/shared-types'
import { isPlainObject } from '../path/is-plain-object.ts'
import { pinnedSpanId, pinnedTrace } from './pinned-ids.ts'
import { type Runtime, runtimeVersions } from './runtime.ts'

/** An event as it leaves the collector: these keys, in this order. */
export interface CompleteEvent {
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
  trace?: string | undefined
  runtime?: Runtime | undefined
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
  const { collector, now, runtime = '4.2' } = options
  const stamp = runtime === '4.2' ? { version: runtimeVersions[runtime] } : {}
  const partial = {
    timing: 0,
    source: { type: 'collector', schema: '4', ...stamp },
    ...input,
  } as Record<string, unknown>
  const [entityInName, actionInName] = splitName(partial['name'])
  const {
    timestamp = now,
    name = `${entityInName} ${actionInName}`,
    data = {},
    context = {},
    globals = collector.globals ?? {},
    custom = {},
    user = collector.user ?? {},
    nested = [],
    consent = collector.consent ?? {},
    id = (options.spanId ?? pinnedSpanId)(input),
    trigger = '',
    entity = entityInName,
    action = actionInName,
    timing = 0,
    source = { type: 'collector', schema: '4' },
  } = partial
  return {
    name,
    data,
    context,
    globals,
    custom,
    user,
    nested,
    consent,
    id,
    trigger,
    entity,
    action,
    timestamp,
    timing,
    source: stampSource(source, options.trace ?? pinnedTrace, runtime, collector),
  }
}

function splitName(name: unknown): [string, string] {
  if (!name) throw new InvalidEvent('invalid-name', 'Event name is required')
  if (typeof name !== 'string') throw new InvalidEvent('invalid-name', 'Event name must be a string')
  const [entity, action] = name.split(' ')
  if (!entity || !action) throw new InvalidEvent('invalid-name', 'Event name is invalid')
  return [entity, action]
}

function stampSource(
  source: unknown,
  pinned: string,
  runtime: Runtime,
  collector: CollectorState,
): Record<string, unknown> {
  if (source === null) throw new InvalidEvent('invalid-event', 'The source of an event must not be null')
  const given = source as Record<string, unknown>
  const count = given['count'] ?? 1
  const trace = given['trace'] ?? pinned
  if (runtime === '4.2') return { ...given, count, trace }
  // Since 4.3 the release of the collector is written into every event that passes it.
  const key = String(collector['name'] ?? given['platform'] ?? 'default')
  const release = {
    ...(given['release'] as object | undefined),
    [key]: collector['release'] ?? runtimeVersions[runtime],
  }
  return { ...given, count, trace, release }
}
