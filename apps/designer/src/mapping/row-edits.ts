import { isPlainObject, valueAt } from '@mapping-designer/mapping-engine'
import type { JsonObject, JsonValue, Place } from '@mapping-designer/shared-types'
import type { FlowEdit } from '../document/flow-edit.ts'
import { containerOf, type MappingField } from './mapping-fields.ts'

/** What edits need to know of a row. */
export type Row = Pick<MappingField, 'name' | 'role' | 'place' | 'parent' | 'config'>

/** The rows of the map or list that a place is in, itself among them, in their order. */
export function rowsBeside(config: unknown, place: Place): Row[] {
  const parent = place.slice(0, -1)
  const container = valueAt(config, parent) as JsonValue | undefined
  if (Array.isArray(container)) {
    return container.map((entry, at) => ({
      name: String(at + 1),
      role: 'entry',
      place: [...parent, at],
      parent,
      config: entry,
    }))
  }
  const fields = isPlainObject(container) ? Object.entries(container as JsonObject) : []
  return fields.map(([name, own]) => ({ name, role: 'field', place: [...parent, name], parent, config: own }))
}

/** Rows up or down among those beside them, as one block; null where they stand at the end. The order is that in the record. */
export function moveEdit(moved: readonly Row[], siblings: readonly Row[], step: 1 | -1): FlowEdit | null {
  const order = [...siblings]
  const places = step === -1 ? [...order.keys()] : [...order.keys()].toReversed()
  for (const at of places) {
    const [row, other] = [order[at], order[at + step]]
    if (row === undefined || other === undefined || !moved.includes(row) || moved.includes(other)) continue
    order[at] = other
    order[at + step] = row
  }
  const [first] = moved
  if (first === undefined || order.every((row, at) => row === siblings[at])) return null
  return { place: first.parent, value: containerOf(order) }
}

/** A row right before or after another one beside it. */
export function reorderEdit(moved: Row, beside: Row, side: 'before' | 'after', siblings: readonly Row[]): FlowEdit {
  const others = siblings.filter((other) => other !== moved)
  const at = others.indexOf(beside) + (side === 'after' ? 1 : 0)
  return { place: moved.parent, value: containerOf(others.toSpliced(at, 0, moved)) }
}

/** The row under another name in the same order; null where the name is empty, taken or the same. */
export function renameEdit(field: Row, siblings: readonly Row[], to: string): FlowEdit | null {
  if (to === '' || siblings.some(({ name }) => name === to)) return null
  const renamed = siblings.map((other) => (other === field ? { ...other, name: to } : other))
  return { place: field.parent, value: containerOf(renamed) }
}

/** The row a second time, right below; a field gets a free name. */
export function duplicateEdit(field: Row, siblings: readonly Row[], name: string): FlowEdit {
  const at = siblings.indexOf(field) + 1
  return { place: field.parent, value: containerOf(siblings.toSpliced(at, 0, { ...field, name })) }
}

/** Where the second row of `duplicateEdit` is. */
export function copyPlace({ role, place, parent }: Row, name: string): Place {
  return [...parent, role === 'entry' ? Number(place.at(-1)) + 1 : name]
}

/** Takes rows away, the last one first, so that the others keep their places. */
export function removeEdits(rows: readonly Pick<Row, 'place'>[]): FlowEdit[] {
  return rows.map(({ place }) => ({ place, value: undefined })).toReversed()
}

/** Writes rows into the map of another rule; those of the same name are replaced. Null where its data is no map. */
export function copyEdits(rows: readonly Row[], data: unknown, place: Place): FlowEdit[] | null {
  const fields = Object.fromEntries(rows.map(({ name, config }) => [name, config]))
  if (data === undefined) return [{ place, value: { map: fields } }]
  if (!isPlainObject(valueAt(data, ['map']))) return null
  return rows.map(({ name, config }) => ({ place: [...place, 'map', name], value: config }))
}
