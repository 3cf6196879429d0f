import { isPlainObject } from '@mapping-designer/mapping-engine'
import type { JsonObject, JsonValue, Place } from '@mapping-designer/shared-types'

/** What a mapping value takes its result from: the operator that decides, or the JSON that is none of them. */
export type SourceKind = 'path' | 'static' | 'function' | 'fallback' | 'map' | 'loop' | 'set' | 'json'

/** The kinds in a word, as the form shows them. */
export const kindNames: Record<SourceKind, string> = {
  path: 'Event path',
  static: 'Static value',
  function: 'Code',
  fallback: 'First of',
  loop: 'List',
  map: 'Map',
  set: 'Set',
  json: 'JSON',
}

/** What each kind gives, and its key in a mapping of walkerOS. */
export const kindHints: Record<SourceKind, string> = {
  path: 'what the event has there; walkerOS: key, or a text alone',
  static: 'the same for every event; walkerOS: value',
  function: 'what a function returns; walkerOS: fn',
  fallback: 'the first of several values that gives something; walkerOS: an array',
  loop: 'an entry for each item of a list; walkerOS: loop',
  map: 'an object with fields; walkerOS: map',
  set: 'a list of several values; walkerOS: set',
  json: 'none of the others',
}

/** The operators around the source: they decide whether it counts, and what counts instead. */
export type GuardName = 'condition' | 'consent' | 'validate' | 'value'

/** A mapping value taken apart in the order in which walkerOS runs its operators. */
export interface ValueParts {
  kind: SourceKind
  /** The path, the static value as JSON, the code of a function, the scope of a loop, or the config as JSON. */
  source: string
  /** Place of what `source` edits, below the place of the value. */
  sourcePlace: Place
  /** Functions without their `$code:` prefix. */
  condition: string | null
  validate: string | null
  /** The states of which one is enough; null where none is asked for. */
  consent: JsonObject | null
  /** What counts where the source gives nothing; undefined where there is none, or where it is the source itself. */
  fallback: JsonValue | undefined
  /** Operators that something before them overrules, and what walkerOS does not know; kept as they are. */
  rest: JsonObject
}

export const codePrefix = '$code:'

export function readParts(config: JsonValue | undefined): ValueParts {
  const bare = { condition: null, validate: null, consent: null, fallback: undefined, rest: {} }
  if (typeof config === 'string') return { ...bare, kind: 'path', source: config, sourcePlace: [] }
  if (Array.isArray(config))
    return { ...bare, kind: 'fallback', source: count(config.length, 'entry', 'entries'), sourcePlace: [] }
  if (!isPlainObject(config)) return { ...bare, kind: 'json', source: JSON.stringify(config) ?? '', sourcePlace: [] }
  const { condition, validate, consent, ...others } = config as JsonObject
  const guards = {
    condition: codeOf(condition),
    validate: codeOf(validate),
    consent: isPlainObject(consent) ? (consent as JsonObject) : null,
  }
  const unread: JsonObject = {
    ...(condition !== undefined && guards.condition === null && { condition }),
    ...(validate !== undefined && guards.validate === null && { validate }),
    ...(consent !== undefined && guards.consent === null && { consent }),
  }
  const found = sourceOf(others)
  if (found === null)
    return { ...bare, ...guards, kind: 'json', source: JSON.stringify(config), sourcePlace: [], rest: {} }
  const { used, ...source } = found
  const left = Object.entries(others).filter(([name]) => name !== used && name !== 'value')
  return {
    ...guards,
    ...source,
    fallback: used === 'value' ? undefined : others['value'],
    rest: { ...Object.fromEntries(left), ...unread },
  }
}

type Source = Pick<ValueParts, 'kind' | 'source' | 'sourcePlace'> & { used: string }

// Loop, map and set take the result over, the first of them that is there; a key overrules a function.
function sourceOf(config: JsonObject): Source | null {
  const { loop, map, set, key, fn, value } = config
  if (loop !== undefined) {
    return Array.isArray(loop) && typeof loop[0] === 'string'
      ? { kind: 'loop', source: loop[0], sourcePlace: ['loop', 0], used: 'loop' }
      : null
  }
  if (map !== undefined) {
    return isPlainObject(map)
      ? { kind: 'map', source: count(Object.keys(map).length, 'field'), sourcePlace: ['map'], used: 'map' }
      : null
  }
  if (set !== undefined) {
    return Array.isArray(set)
      ? { kind: 'set', source: count(set.length, 'entry', 'entries'), sourcePlace: ['set'], used: 'set' }
      : null
  }
  if (typeof key === 'string' && key !== '') return { kind: 'path', source: key, sourcePlace: ['key'], used: 'key' }
  if (fn !== undefined) {
    const code = codeOf(fn)
    return code === null ? null : { kind: 'function', source: code, sourcePlace: ['fn'], used: 'fn' }
  }
  if (key === '') return { kind: 'path', source: '', sourcePlace: ['key'], used: 'key' }
  if (value !== undefined)
    return { kind: 'static', source: JSON.stringify(value), sourcePlace: ['value'], used: 'value' }
  return null
}

/** The code of a function without its `$code:` prefix; null for anything else. */
export function codeOf(value: unknown): string | null {
  return typeof value === 'string' && value.startsWith(codePrefix) ? value.slice(codePrefix.length) : null
}

/** The code of a function as the flow holds it; undefined where there is none. */
export function withPrefix(code: string | null): string | undefined {
  return code === null ? undefined : codePrefix + code
}

function count(size: number, one: string, many = `${one}s`): string {
  return `${size} ${size === 1 ? one : many}`
}

/** The value with another operator deciding; what can be kept of path, items and guards is kept. */
export function withKind(config: JsonValue | undefined, kind: SourceKind, now: JsonValue | undefined): JsonValue {
  const parts = readParts(config)
  const path = parts.kind === 'path' || parts.kind === 'loop' ? parts.source : ''
  const guards = guardsOf(config)
  const plain = Object.keys(guards).length === 0
  switch (kind) {
    case 'path':
      return plain ? path : { key: path, ...guards }
    case 'static': {
      const { value: _else, ...others } = guards
      // An empty path stands for the whole event, with all that is personal in it.
      return { ...others, value: parts.kind === 'path' && path === '' ? '' : (now ?? '') }
    }
    case 'function': {
      const body = path === '' ? 'undefined' : `value.${path.replaceAll(/\.(\d+)(?=\.|$)/g, '[$1]')}`
      return { fn: `${codePrefix}(value, context) => ${body}`, ...guards }
    }
    case 'fallback':
      return entriesOf(config, path)
    case 'set':
      return { set: entriesOf(config, path), ...guards }
    case 'map':
      return { map: path === '' ? {} : { value: path }, ...guards }
    case 'loop':
      return { loop: [path === '' ? 'nested' : path, { map: { id: 'data.id' } }], ...guards }
    case 'json':
      return config ?? {}
  }
}

/** A list of values from a list or from one value. */
function entriesOf(config: JsonValue | undefined, path: string): JsonValue[] {
  if (Array.isArray(config)) return config
  if (isPlainObject(config) && Array.isArray(config['set'])) return config['set'] as JsonValue[]
  return path === '' ? [] : [path]
}

function guardsOf(config: JsonValue | undefined): JsonObject {
  if (!isPlainObject(config)) return {}
  const { kind } = readParts(config as JsonObject)
  const { condition, validate, consent, value } = config as JsonObject
  return {
    ...(condition !== undefined && { condition }),
    ...(validate !== undefined && { validate }),
    ...(consent !== undefined && { consent }),
    ...(value !== undefined && kind !== 'static' && { value }),
  }
}

/** An edit that sets one guard of the value at a place, or takes it away; a path alone is written as a text again. */
export function guardEdit(
  place: Place,
  config: JsonValue | undefined,
  guard: GuardName,
  value: JsonValue | undefined,
): { place: Place; value: JsonValue | undefined } {
  if (isPlainObject(config)) {
    const { [guard]: _old, ...others } = config as JsonObject
    const isPathAlone = value === undefined && Object.keys(others).length === 1 && typeof others['key'] === 'string'
    if (isPathAlone) return { place, value: others['key'] as string }
    return { place: [...place, guard], value }
  }
  if (value === undefined) return { place, value: config }
  return { place, value: { key: typeof config === 'string' ? config : '', [guard]: value } }
}

/** One operator around the source: the word that leads it, and what it holds. */
export interface Guard {
  name: GuardName | 'rest'
  word: string
  text: string
}

/** The guards in the order in which walkerOS runs them, each in a few words to stand beside the source. */
export function guardsInWords({ condition, consent, validate, fallback, rest }: ValueParts): Guard[] {
  const guards: Guard[] = []
  if (condition !== null) guards.push({ name: 'condition', word: 'if', text: bodyOf(condition) })
  if (consent !== null) guards.push({ name: 'consent', word: 'needs', text: Object.keys(consent).join(' or ') })
  if (validate !== null) guards.push({ name: 'validate', word: 'valid if', text: bodyOf(validate) })
  if (fallback !== undefined) guards.push({ name: 'value', word: 'else', text: JSON.stringify(fallback) })
  const others = Object.keys(rest)
  if (others.length > 0) guards.push({ name: 'rest', word: '+', text: others.join(', ') })
  return guards
}

/** What a function of one expression gives, without its head. */
function bodyOf(code: string): string {
  return /^\s*(?:\([^()]*\)|[\w$]+)\s*=>\s*(?=[^\s{])(.*)$/s.exec(code)?.[1] ?? code
}

/** Texts with commas between them. */
export function typedList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
}

/** Names with commas between them as a consent rule of walkerOS; undefined where none is named. */
export function typedConsent(text: string): JsonObject | undefined {
  const names = typedList(text)
  return names.length === 0 ? undefined : Object.fromEntries(names.map((name) => [name, true]))
}
