import {
  describeMissing,
  explainValue,
  type FieldNote,
  isPlainObject,
  type ValueResult,
} from '@mapping-designer/mapping-engine'
import type { CollectorState, JsonObject, JsonValue, Place } from '@mapping-designer/shared-types'
import { samePlace } from '../document/place.ts'
import { readParts, type ValueParts } from './value-parts.ts'

/** Where a field is in the mapped data; a loop stands for its first item. */
export type Target = readonly (string | number)[]

/** Where a row stands: in a map under a name, in a list under a number, or alone. */
export type RowRole = 'field' | 'entry' | 'item' | 'value'

/** One row of the mapping table: what it is filled from and what that gives now. */
export interface MappingField {
  name: string
  role: RowRole
  place: Place
  /** Place of the map or the list that it is in. */
  parent: Place
  depth: number
  config: JsonValue
  parts: ValueParts
  target: Target
  now: ValueResult
  /** How the value came about for the selected sample, where its rule ran. */
  note: FieldNote | null
  /** What paths of this row are read from. */
  input: unknown
  /** It has no source yet, and is not in the flow. */
  isNew?: boolean
  /** Path of that input in the event, such as `nested.*`; empty where it is the event. */
  base: string
}

export interface FieldContext {
  event: unknown
  collector: CollectorState
  /** What the rule itself came to for the sample; null where the sample follows another rule. */
  notes: readonly FieldNote[] | null
}

/** The same with the notes by the last step of their place: each row has to find its own among those of all. */
interface Around extends Omit<FieldContext, 'notes'> {
  notes: ReadonlyMap<Place[number] | undefined, readonly FieldNote[]>
}

function aroundRows({ notes, ...context }: FieldContext): Around {
  return { ...context, notes: Map.groupBy(notes ?? [], ({ place }) => place.at(-1)) }
}

interface Where {
  input: unknown
  base: string
  target: Target
  depth: number
}

/** The rows of a value: its fields where it is a plain map, else itself with what is inside below it. */
export function listFields(config: JsonValue, place: Place, of: FieldContext): MappingField[] {
  const context = aroundRows(of)
  const start: Where = { input: context.event, base: '', target: [], depth: 0 }
  return isMapAlone(config)
    ? fieldsOf(config.map, [...place, 'map'], start, context)
    : withChildren({ name: 'value', role: 'value', config, place, parent: place, context, ...start })
}

/** The row at a place as one that has no source yet; the others as they are. */
export function markNew(fields: readonly MappingField[], place: Place): MappingField[] {
  return fields.map((field) =>
    samePlace(field.place, place) ? { ...field, isNew: true, now: { isSet: false, reason: 'no source yet' } } : field,
  )
}

/** The values of a policy: paths in the event, and what is written there. */
export function listPolicy(policy: JsonObject, place: Place, context: FieldContext): MappingField[] {
  return fieldsOf(policy, place, { input: context.event, base: '', target: [], depth: 0 }, aroundRows(context))
}

/** A value that is a map and nothing else: its fields say everything. */
export function isMapAlone(config: unknown): config is { map: JsonObject } {
  return isPlainObject(config) && isPlainObject(config['map']) && Object.keys(config).length === 1
}

type Start = Where &
  Pick<MappingField, 'name' | 'role' | 'config' | 'place' | 'parent'> & {
    context: Around
  }

function withChildren({ context, ...row }: Start): MappingField[] {
  const parts = readParts(row.config)
  const note =
    context.notes
      .get(row.place.at(-1))
      ?.findLast((one) => samePlace(one.place, row.place) && samePlace(one.target, row.target)) ?? null
  const field: MappingField = { ...row, parts, note, now: valueNow(row, note, context) }
  return [field, ...childrenOf(field, context)]
}

function fieldsOf(map: JsonObject, parent: Place, where: Where, context: Around): MappingField[] {
  return Object.entries(map).flatMap(([name, config]) =>
    withChildren({
      ...where,
      name,
      role: 'field',
      config,
      place: [...parent, name],
      parent,
      target: [...where.target, name],
      context,
    }),
  )
}

function childrenOf(field: MappingField, context: Around): MappingField[] {
  const { parts, config, place, target } = field
  const where: Where = { input: field.input, base: field.base, target, depth: field.depth + 1 }
  const entries = (list: JsonValue[], parent: Place, isSet: boolean) =>
    list.flatMap((entry, index) =>
      withChildren({
        ...where,
        name: String(index + 1),
        role: 'entry',
        config: entry,
        place: [...parent, index],
        parent,
        target: isSet ? [...target, index] : target,
        context,
      }),
    )
  switch (parts.kind) {
    case 'map':
      return fieldsOf((config as { map: JsonObject }).map, [...place, 'map'], where, context)
    case 'set':
      return entries((config as { set: JsonValue[] }).set, [...place, 'set'], true)
    case 'fallback':
      return entries(config as JsonValue[], place, false)
    case 'loop':
      return itemOf(field, where, context)
    default:
      return []
  }
}

function itemOf(field: MappingField, where: Where, context: Around): MappingField[] {
  const { loop } = field.config as { loop: JsonValue[] }
  const [scope, item = ''] = loop
  const own: Place = [...field.place, 'loop', 1]
  const items =
    scope === 'this' ? [field.input] : given(explainValue(scope, field.input, context.event, context.collector))
  const path = scope === 'this' ? '' : `${scope}.*`
  const inside: Where = {
    ...where,
    input: Array.isArray(items) ? items[0] : undefined,
    base: [field.base, path].filter(Boolean).join('.'),
    target: [...field.target, 0],
  }
  if (isMapAlone(item)) return fieldsOf(item.map, [...own, 'map'], inside, context)
  return withChildren({ ...inside, name: 'each item', role: 'item', config: item, place: own, parent: own, context })
}

function given(result: ValueResult): unknown {
  return result.isSet ? result.value : undefined
}

function valueNow(
  { config, input }: Pick<MappingField, 'config' | 'input'>,
  note: FieldNote | null,
  { event, collector }: Around,
): ValueResult {
  if (note === null) return explainValue(config, input, event, collector)
  return note.missing === null
    ? { isSet: true, value: note.value }
    : { isSet: false, reason: describeMissing(note.missing) }
}

/** Where a path of an item is written that is dropped on a row of its loop: the map of the loop; null for other rows and paths. */
export function loopFor(row: MappingField, rows: readonly MappingField[], path: string) {
  const inside = insideOf(row)
  const parent = inside?.names ? inside.place : row.role === 'field' ? row.parent : null
  const beside = parent === null ? [] : rows.filter((one) => samePlace(one.parent, parent))
  const base = beside[0]?.base ?? ''
  if (parent === null || base === '' || pathForRow(path, base) === pathForRow(path, '')) return null
  return { place: parent, names: beside.map(({ name }) => name), path: pathForRow(path, base) }
}

/** Where a row inside this one would go; null where nothing can be inside. */
export function insideOf({ parts, place, config }: MappingField): { place: Place; names: string[] | null } | null {
  switch (parts.kind) {
    case 'map':
      return { place: [...place, 'map'], names: Object.keys((config as { map: object }).map) }
    case 'set':
      return { place: [...place, 'set', (config as { set: JsonValue[] }).set.length], names: null }
    case 'fallback':
      return { place: [...place, (config as JsonValue[]).length], names: null }
    case 'loop': {
      const item = (config as { loop: JsonValue[] }).loop[1]
      return isPlainObject(item) && isPlainObject(item['map'])
        ? { place: [...place, 'loop', 1, 'map'], names: Object.keys(item['map']) }
        : null
    }
    default:
      return null
  }
}

/** The rows beside a row, itself among them, in their order. */
export function siblingsOf(field: MappingField, all: readonly MappingField[]): MappingField[] {
  return all.filter(
    (other) =>
      other.role === field.role && other.place.length === field.place.length && samePlace(other.parent, field.parent),
  )
}

/** The map or list of some rows, in their order. */
export function containerOf(rows: readonly Pick<MappingField, 'role' | 'name' | 'config'>[]): JsonValue {
  return rows[0]?.role === 'entry'
    ? rows.map(({ config }) => config)
    : Object.fromEntries(rows.map(({ name, config }) => [name, config]))
}

/** A path of the whole event as it has to be written in this row: relative to the loop item, all items by `*`. */
export function pathForRow(path: string, base: string): string {
  const steps = path.split('.')
  const inBase = base === '' ? [] : base.split('.')
  const isInside =
    steps.length > inBase.length &&
    inBase.every((step, index) => step === steps[index] || (step === '*' && /^\d+$/.test(steps[index] ?? '')))
  return isInside && inBase.length > 0
    ? steps.slice(inBase.length).join('.')
    : steps.map((step) => (/^\d+$/.test(step) ? '*' : step)).join('.')
}
