import type { CollectorState } from '@mapping-designer/shared-types'
import { isPlainObject } from '../path/is-plain-object.ts'
import { pinnedSpanId, pinnedTrace } from './pinned-ids.ts'

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
}

/** The walkerOS version whose collector this engine mirrors; it stamps it into the source of an event without one. */
export const collectorVersion = '4.2.1'

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
  const { collector, now } = options
  const partial = {
    timing: 0,
    source: { type: 'collector', schema: '4', version: collectorVersion },
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
    source: stampSource(source, options.trace ?? pinnedTrace),
  }
}

function splitName(name: unknown): [string, string] {
  if (!name) throw new InvalidEvent('invalid-name', 'Event name is required')
  if (typeof name !== 'string') throw new InvalidEvent('invalid-name', 'Event name must be a string')
  const [entity, action] = name.split(' ')
  if (!entity || !action) throw new InvalidEvent('invalid-name', 'Event name is invalid')
  return [entity, action]
}

function stampSource(source: unknown, pinned: string): Record<string, unknown> {
  if (source === null) throw new InvalidEvent('invalid-event', 'The source of an event must not be null')
  const given = source as Record<string, unknown>
  const count = given['count'] ?? 1
  const trace = given['trace'] ?? pinned
  return { ...given, count, trace }
}
