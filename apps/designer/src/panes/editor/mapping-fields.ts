import {
  describeMissing,
  explainValue,
  type FieldNote,
  isPlainObject,
  type ValueResult,
} from '@mapping-designer/mapping-engine'
import type { CollectorState, JsonObject, JsonValue, Place } from '@mapping-designer/shared-types'
import { shortValue } from '../../preview/format.ts'

export type SourceKind = 'path' | 'static' | 'function' | 'loop' | 'map' | 'other'

/** One field of a data map: what it is filled from and what that gives now. */
export interface MappingField {
  name: string
  place: Place
  depth: number
  kind: SourceKind
  config: JsonValue
  /** The path, the static value as JSON, the scope of a loop, or the config as JSON. */
  source: string
  /** Place of what `source` edits. */
  sourcePlace: Place
  /** Default and consent of a path, in words. */
  also: string
  now: ValueResult
  /** What paths of this field are read from. */
  input: unknown
}

export interface FieldContext {
  event: unknown
  collector: CollectorState
  /** What the rule itself came to for the sample; null where the sample follows another rule. */
  notes: readonly FieldNote[] | null
}

/** Where a field is in the mapped data; a loop stands for its first item. */
type Target = readonly (string | number)[]

/** The fields of a map and, below loops and nested maps, theirs; a loop shows its first item. */
export function listFields(
  map: JsonObject,
  place: Place,
  input: unknown,
  context: FieldContext,
  target: Target = [],
  depth = 0,
): MappingField[] {
  return Object.entries(map).flatMap(([name, config]) => {
    const own = [...place, name]
    const at = [...target, name]
    const now = valueNow(config, input, context, at)
    const field = { name, place: own, depth, config, input, now, ...sourceOf(config, own) }
    return [field, ...childrenOf(field, context, at)]
  })
}

function valueNow(
  config: JsonValue,
  input: unknown,
  { notes, event, collector }: FieldContext,
  target: Target,
): ValueResult {
  const note = notes?.findLast((one) => isSame(one.target, target))
  if (note === undefined) return explainValue(config, input, event, collector)
  return note.missing === null
    ? { isSet: true, value: note.value }
    : { isSet: false, reason: describeMissing(note.missing) }
}

function isSame(a: Target, b: Target): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index])
}

const codePrefix = '$code:'

type Source = Pick<MappingField, 'kind' | 'source' | 'sourcePlace' | 'also'>

function sourceOf(config: JsonValue, place: Place): Source {
  if (typeof config === 'string') return { kind: 'path', source: config, sourcePlace: place, also: '' }
  if (!isPlainObject(config)) return otherSource(config, place)
  const { loop, map, key, value, consent, ...others } = config as JsonObject
  const isPlain = Object.keys(others).length === 0
  if (isPlain && Array.isArray(loop) && typeof loop[0] === 'string' && map === undefined && key === undefined) {
    return { kind: 'loop', source: loop[0], sourcePlace: [...place, 'loop', 0], also: 'each item' }
  }
  if (isPlain && isPlainObject(map) && loop === undefined && key === undefined) {
    return { kind: 'map', source: `${Object.keys(map).length} fields`, sourcePlace: place, also: '' }
  }
  const { fn } = others as { fn?: JsonValue }
  if (typeof fn === 'string' && fn.startsWith(codePrefix) && Object.keys(config).length === 1) {
    return { kind: 'function', source: fn.slice(codePrefix.length), sourcePlace: [...place, 'fn'], also: '' }
  }
  if (isPlain && typeof key === 'string' && loop === undefined && map === undefined) {
    return { kind: 'path', source: key, sourcePlace: [...place, 'key'], also: alsoOf(value, consent) }
  }
  if (isPlain && value !== undefined && loop === undefined && map === undefined && consent === undefined) {
    return { kind: 'static', source: JSON.stringify(value), sourcePlace: [...place, 'value'], also: '' }
  }
  return otherSource(config, place)
}

function otherSource(config: JsonValue, place: Place): Source {
  return { kind: 'other', source: JSON.stringify(config), sourcePlace: place, also: '' }
}

function alsoOf(value: JsonValue | undefined, consent: JsonValue | undefined): string {
  const parts = []
  if (value !== undefined) parts.push(`else ${shortValue(value, 24)}`)
  if (isPlainObject(consent)) parts.push(`needs ${Object.keys(consent).join(' or ')}`)
  return parts.join(', ')
}

function childrenOf(field: MappingField, context: FieldContext, target: Target): MappingField[] {
  const { kind, config, place, depth, input } = field
  if (kind === 'map')
    return listFields((config as { map: JsonObject }).map, [...place, 'map'], input, context, target, depth + 1)
  if (kind !== 'loop') return []
  const [scope, item] = (config as { loop: [string, JsonValue] }).loop
  if (!isPlainObject(item) || !isPlainObject(item['map'])) return []
  const items =
    scope === 'this'
      ? { isSet: true as const, value: [input] }
      : explainValue(scope, input, context.event, context.collector)
  const first = items.isSet && Array.isArray(items.value) ? items.value[0] : undefined
  return listFields(item['map'] as JsonObject, [...place, 'loop', 1, 'map'], first, context, [...target, 0], depth + 1)
}

/** The config of a field when its kind is changed: what can be kept is kept. */
export function configOfKind(kind: SourceKind, field: MappingField): JsonValue {
  const now = field.now.isSet ? (field.now.value as JsonValue) : ''
  switch (kind) {
    case 'path':
      return field.kind === 'loop' ? field.source : ''
    case 'static':
      return { value: now }
    case 'function':
      return {
        fn: `${codePrefix}(value, context) => ${field.kind === 'path' && field.source !== '' ? `value.${field.source}` : 'undefined'}`,
      }
    case 'loop':
      return {
        loop: [field.kind === 'path' && field.source !== '' ? field.source : 'nested', { map: { id: 'data.id' } }],
      }
    case 'map':
      return { map: field.kind === 'path' && field.source !== '' ? { value: field.source } : {} }
    case 'other':
      return field.config
  }
}

/** A static value as typed: JSON where it is JSON, else the text itself. */
export function staticValue(text: string): JsonValue {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
