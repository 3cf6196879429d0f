import type { JsonValue } from '@mapping-designer/shared-types'
import { useDesigner } from '../../designer/designer-context.tsx'
import { useFlowEdit } from '../../designer/use-flow-edit.ts'
import { freeName } from '../../mapping/field-name.ts'
import { insideOf, type MappingField } from '../../mapping/mapping-fields.ts'
import { duplicateEdit, moveEdit, removeEdit, renameEdit } from '../../mapping/row-edits.ts'
import { type GuardName, guardEdit, type SourceKind, withKind } from '../../mapping/value-parts.ts'

/** What a person can do to a row of the mapping table. `siblings` are asked for when something is done. */
export function useRowEdits(field: MappingField, siblings: () => readonly MappingField[]) {
  const { view } = useDesigner()
  const edit = useFlowEdit()
  const { name, place, config, now } = field
  return {
    setKind(kind: SourceKind) {
      const value = now.isSet ? (now.value as JsonValue) : undefined
      edit([{ place, value: withKind(config, kind, value) }], `change source of ${name}`)
    },
    setGuard(guard: GuardName, value: JsonValue | undefined) {
      const label = guard === 'value' ? 'else' : guard
      edit([guardEdit(place, config, guard, value)], `${label} of ${name}`, `${guard} ${JSON.stringify(place)}`)
    },
    rename(to: string) {
      const renamed = renameEdit(field, siblings(), to)
      if (renamed !== null) edit([renamed], `rename field ${name}`)
    },
    move(step: 1 | -1) {
      const moved = moveEdit(field, siblings(), step)
      if (moved !== null) edit([moved], `move field ${name}`)
    },
    duplicate() {
      const rows = siblings()
      const names = rows.map((other) => other.name)
      edit([duplicateEdit(field, rows, freeName(name, names))], `duplicate field ${name}`)
    },
    remove: () => edit([removeEdit(field)], `remove field ${name}`),
    /** Adds a field or an entry below the row, where there can be one. */
    addInside() {
      const inside = insideOf(field)
      if (inside === null) return
      const isEntry = inside.names === null
      const at = inside.names === null ? inside.place : [...inside.place, freeName('field', inside.names)]
      edit([{ place: at, value: '', isInsertion: isEntry }], isEntry ? 'add entry' : 'add field')
      view.getState().actions.goTo(at)
    },
  }
}

export type RowEdits = ReturnType<typeof useRowEdits>
