import { type KafkaRecord, type Outcome, tryJson } from '@mapping-designer/shared-types'
import { isPlainObject } from '../path/is-plain-object.ts'
import { topMembers } from './top-members.ts'

/** One thing that is different in what an event comes to. Items of a list share the path `items[]`. */
export type Change =
  | { kind: 'appears' | 'vanishes'; before: string; after: string }
  | { kind: 'topic' | 'key' | 'timestamp' | 'outcome'; before: string; after: string }
  | { kind: 'header'; what: FieldChange; path: string; before?: unknown; after?: unknown }
  | { kind: 'field'; what: FieldChange | 'order'; path: string; before?: unknown; after?: unknown }

export type FieldChange = 'added' | 'gone' | 'type' | 'value'

/** Whether a consumer of the topic that could read the record before may fail on it now. */
export function isBreaking(change: Change): boolean {
  if (change.kind === 'header' || change.kind === 'field') return change.what === 'gone' || change.what === 'type'
  return change.kind === 'vanishes' || change.kind === 'topic' || change.kind === 'key'
}

/** Records that an event is sent as: one for each copy where there are several. */
export function recordsOf(outcome: Outcome): KafkaRecord[] {
  if (outcome.copies === undefined) return outcome.kind === 'message' ? [outcome.record] : []
  return outcome.copies.flatMap(recordsOf)
}

/** What is different between what an event came to and what it comes to now; nothing where the records are equal. */
export function changesOf(before: Outcome, after: Outcome): Change[] {
  const [old, now] = [recordsOf(before), recordsOf(after)]
  if (old.length === 0 && now.length === 0) {
    return before.kind === after.kind ? [] : [{ kind: 'outcome', before: before.kind, after: after.kind }]
  }
  const changes: Change[] = []
  for (let index = 0; index < Math.max(old.length, now.length); index++) {
    const [one, other] = [old[index], now[index]]
    if (one === undefined) changes.push({ kind: 'appears', before: before.kind, after: other?.topic ?? '' })
    else if (other === undefined) changes.push({ kind: 'vanishes', before: one.topic, after: after.kind })
    else changes.push(...recordChanges(one, other))
  }
  return changes
}

function recordChanges(before: KafkaRecord, after: KafkaRecord): Change[] {
  const changes: Change[] = []
  for (const kind of ['topic', 'key', 'timestamp'] as const)
    if (before[kind] !== after[kind]) changes.push({ kind, before: before[kind], after: after[kind] })
  for (const change of fieldChanges(before.headers, after.headers, { depth: 1 }))
    if (change.what !== 'order') changes.push({ ...change, kind: 'header', what: change.what })
  if (before.value !== after.value) changes.push(...valueChanges(before.value, after.value))
  return changes
}

function valueChanges(before: string, after: string): Change[] {
  const changes = memberChanges(before, after) ?? textChanges(before, after)
  // The texts differ, though each field is the same.
  return changes.length > 0 ? changes : [{ kind: 'field', what: 'order', path: '', before, after }]
}

function textChanges(before: string, after: string): FieldChangeIn[] {
  const [old, now] = [tryJson(before), tryJson(after)]
  if (old === undefined || now === undefined) return [{ kind: 'field', what: 'value', path: '', before, after }]
  return fieldChanges(old, now)
}

/** The same of two objects, where only members whose texts differ are read; undefined where that takes more than their texts. */
function memberChanges(before: string, after: string): FieldChangeIn[] | undefined {
  const [old, now] = [topMembers(before), topMembers(after)]
  if (old === undefined || now === undefined) return undefined
  const changes: FieldChangeIn[] = []
  for (const [path, text] of old) {
    const other = now.get(path)
    if (other === undefined) changes.push({ kind: 'field', what: 'gone', path, before: JSON.parse(text) })
    else if (other !== text) changes.push(...fieldChanges(JSON.parse(text), JSON.parse(other), { path }))
  }
  for (const [path, text] of now)
    if (!old.has(path)) changes.push({ kind: 'field', what: 'added', path, after: JSON.parse(text) })
  return changes
}

type FieldChangeIn = Extract<Change, { kind: 'field' }>

/** Differences of two JSON values that stand at a path, down to `depth` levels. */
function fieldChanges(
  before: unknown,
  after: unknown,
  { path = '', depth = Number.POSITIVE_INFINITY }: { path?: string; depth?: number } = {},
): FieldChangeIn[] {
  const found: FieldChangeIn[] = []
  const walk = (old: unknown, now: unknown, path: string, level: number): void => {
    if (old === now) return
    const type = typeOf(old)
    if (type !== typeOf(now)) found.push({ kind: 'field', what: 'type', path, before: old, after: now })
    else if (level >= depth || !isContainer(old) || !isContainer(now)) {
      if (JSON.stringify(old) !== JSON.stringify(now))
        found.push({ kind: 'field', what: 'value', path, before: old, after: now })
    } else if (Array.isArray(old) && Array.isArray(now)) {
      if (old.length !== now.length) found.push({ kind: 'field', what: 'value', path, before: old, after: now })
      for (let index = 0; index < Math.min(old.length, now.length); index++)
        walk(old[index], now[index], `${path}[]`, level + 1)
    } else if (!Array.isArray(old) && !Array.isArray(now)) walkMembers(old, now, path, level)
  }
  const walkMembers = (old: Members, now: Members, path: string, level: number): void => {
    const placeOf = (name: string) => (path === '' ? name : `${path}.${name}`)
    for (const name of Object.keys(old)) {
      if (Object.hasOwn(now, name)) walk(old[name], now[name], placeOf(name), level + 1)
      else found.push({ kind: 'field', what: 'gone', path: placeOf(name), before: old[name] })
    }
    for (const name of Object.keys(now))
      if (!Object.hasOwn(old, name)) found.push({ kind: 'field', what: 'added', path: placeOf(name), after: now[name] })
  }
  walk(before, after, path, 0)
  return found
}

type Members = Record<string, unknown>
const isContainer = (value: unknown): value is Members | unknown[] => Array.isArray(value) || isPlainObject(value)

function typeOf(value: unknown): JsonType {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : (typeof value as JsonType)
}
type JsonType = 'null' | 'array' | 'object' | 'string' | 'number' | 'boolean'
