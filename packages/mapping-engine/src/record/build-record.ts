import {
  compressionNames,
  type JsonValue,
  type KafkaRecord,
  type Place,
  type SendOptions,
} from '@mapping-designer/shared-types'
import { isPlainObject } from '../path/is-plain-object.ts'
import type { CompiledRule } from '../rule/compile-rule.ts'
import type { MappedEvent } from '../rule/map-event.ts'
import type { Semantics } from '../runtime/differences.ts'
import type { KeyOrigin, Step, Trace } from '../trace/step.ts'
import { codePrefix, findFault } from '../value/code-function.ts'
import { compileValue } from '../value/compile-value.ts'
import { boundedJson } from '../value/fast/json-text.ts'
import type { Frame } from '../value/frame.ts'
import type { KafkaSettings } from './kafka-settings.ts'

/** Whether kafkajs knows a compression by that name. */
export function isCodec(name: unknown): boolean {
  return codecs.has(name)
}

/** The record of a mapped event, and how it is sent. */
export type BuildRecord = (
  mapped: MappedEvent,
  frame: Frame,
  now: number,
  trace: Trace,
) => { record: KafkaRecord; send: SendOptions }

const codecs = new Map<unknown, number>(compressionNames.map((name, number) => [name, number]))

/**
 * The five fields of a record and how it is sent. Throws a TypeError where walkerOS throws: a name that is no string
 * and no key path that gives one. Mirrors `push.ts` of @walkeros/server-destination-kafka.
 */
export function compileBuildRecord(kafka: KafkaSettings, semantics: Semantics): BuildRecord {
  const fault = findFault(kafka)
  const headers = withoutFunctions(Object.assign({ 'content-type': 'application/json' }, kafka.headers))
  const send = sendOptions(kafka)
  const runSettingsKey = kafka.key ? compileValue(kafka.key, [], semantics) : null

  return ({ event, data, text, rule }, frame, now, trace) => {
    if (fault !== undefined) throw fault
    const name = typeof rule?.rename === 'string' ? rule.rename : event['name']
    const ruleKey = rule?.keyPath
    const path = ruleKey ?? kafka.key
    frame.event = event
    const runKey = ruleKey === undefined ? runSettingsKey : rule?.runKey
    const found = runKey?.(event, undefined, frame)
    const isKey = typeof found === 'string' && found.length > 0
    const isMapped = isPlainObject(data) && hasKeys(data)
    const timestamp = event['timestamp'] ?? now
    const key = isKey ? found : nameAsKey(name)
    trace?.push({
      kind: 'record',
      topic:
        rule?.topic === undefined
          ? { origin: 'settings', place: ['settings', 'kafka', 'topic'] }
          : { origin: 'rule', place: [...rule.place, 'settings', 'topic'] },
      key: { ...keyOrigin(isKey, rule, path), path: typeof path === 'string' ? path : null, found },
      value: { origin: isMapped ? 'data' : 'full-event' },
      timestamp: { origin: event['timestamp'] == null || isDatedByCollector(trace) ? 'now' : 'event' },
    })
    return {
      record: {
        // A topic that is no string is handed on as it is; kafkajs refuses it.
        topic: asData(rule?.topic ?? kafka.topic) as string,
        key,
        value: text || boundedJson(isMapped ? data : event),
        headers,
        timestamp: String(timestamp),
      },
      send,
    }
  }
}

/** A function where a text belongs reaches kafkajs uncalled and is refused there: its text stands for it. */
function asData(value: unknown): unknown {
  return typeof value === 'function' ? codePrefix : value
}

function withoutFunctions(headers: Record<string, unknown>): Record<string, JsonValue> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, asData(value) as JsonValue]))
}

function hasKeys(object: Record<string, unknown>): boolean {
  for (const key in object) if (Object.hasOwn(object, key)) return true
  return false
}

function keyOrigin(
  isKey: boolean,
  rule: CompiledRule | null,
  path: unknown,
): { origin: KeyOrigin; place: Place | null } {
  const isRule = rule?.keyPath !== undefined
  const place = isRule ? [...rule.place, 'settings', 'key'] : path ? ['settings', 'kafka', 'key'] : null
  return { origin: !isKey ? 'fallback' : isRule ? 'rule' : 'settings', place }
}

function nameAsKey(name: unknown): string {
  if (typeof name !== 'string') throw new TypeError('eventName.replace is not a function')
  return name.replace(/\s+/g, '_')
}

/** How walkerOS has kafkajs send. */
export function sendOptions(kafka: KafkaSettings): SendOptions {
  const compression = codecs.get(kafka.compression ?? 'gzip') ?? 1
  const acks = (asData(kafka.acks) ?? -1) as number
  return {
    acks,
    compression,
    ...(kafka.timeout !== undefined && { timeout: asData(kafka.timeout) as number }),
    ...(Boolean(kafka.idempotent) && { idempotent: true as const }),
  }
}

/** The collector dates events that come without a time, before anything else sees them. */
function isDatedByCollector(trace: Step[]): boolean {
  return trace.some((step) => step.kind === 'completed' && step.filled.includes('timestamp'))
}
