import type { FlowEdit } from '../document/flow-edit.ts'
import { containerOf, type MappingField } from './mapping-fields.ts'

/** The row up or down among those beside it; null where it stands at the end. The order is the order in the record. */
export function moveEdit(field: MappingField, siblings: readonly MappingField[], step: 1 | -1): FlowEdit | null {
  const from = siblings.indexOf(field)
  const to = from + step
  const other = siblings[to]
  if (from === -1 || other === undefined) return null
  return { place: field.parent, value: containerOf(siblings.with(from, other).with(to, field)) }
}

/** A row right before or after another one beside it. */
export function reorderEdit(
  moved: MappingField,
  beside: MappingField,
  side: 'before' | 'after',
  siblings: readonly MappingField[],
): FlowEdit {
  const others = siblings.filter((other) => other !== moved)
  const at = others.indexOf(beside) + (side === 'after' ? 1 : 0)
  return { place: moved.parent, value: containerOf(others.toSpliced(at, 0, moved)) }
}

/** The row under another name in the same order; null where the name is empty, taken or the same. */
export function renameEdit(field: MappingField, siblings: readonly MappingField[], to: string): FlowEdit | null {
  if (to === '' || siblings.some(({ name }) => name === to)) return null
  const renamed = siblings.map((other) => (other === field ? { ...other, name: to } : other))
  return { place: field.parent, value: containerOf(renamed) }
}

/** The row a second time, right below; a field gets a free name. */
export function duplicateEdit(field: MappingField, siblings: readonly MappingField[], name: string): FlowEdit {
  const at = siblings.indexOf(field) + 1
  return { place: field.parent, value: containerOf(siblings.toSpliced(at, 0, { ...field, name })) }
}

export function removeEdit({ place }: MappingField): FlowEdit {
  return { place, value: undefined }
}
