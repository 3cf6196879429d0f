import type { JsonValue, Place } from '@mapping-designer/shared-types'
import { beginRow } from '../../designer/begin-row.ts'
import { useDesigner } from '../../designer/designer-context.tsx'
import { useFlowEdit } from '../../designer/use-flow-edit.ts'
import { freeName } from '../../mapping/field-name.ts'
import { containerOf, insideOf, type MappingField } from '../../mapping/mapping-fields.ts'
import { copyPlace, duplicateEdit, moveEdit, removeEdits, renameEdit } from '../../mapping/row-edits.ts'
import { type GuardName, guardEdit, type SourceKind, withKind } from '../../mapping/value-parts.ts'

/** What a person can do to a row of the mapping table. `siblings` are asked for when something is done. */
export function useRowEdits(field: MappingField, siblings: () => readonly MappingField[]) {
  const parts = useDesigner()
  const edit = useFlowEdit()
  const addRow = (at: Place, map: unknown) => beginRow(parts, at, map)
  const { name, place, parent, config, now, isNew = false } = field
  const { setNewRow, goTo } = parts.view.getState().actions
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
      if (isNew && renamed !== null) return setNewRow({ place: parent, name: to })
      if (renamed !== null) edit([renamed], `rename field ${name}`)
    },
    move(step: 1 | -1) {
      const moved = moveEdit([field], siblings(), step)
      if (moved !== null) edit([moved], `move field ${name}`)
    },
    duplicate() {
      const rows = siblings()
      const copy = freeName(
        name,
        rows.map((other) => other.name),
      )
      edit([duplicateEdit(field, rows, copy)], `duplicate field ${name}`)
      goTo(copyPlace(field, copy))
    },
    remove: () => (isNew ? setNewRow(null) : edit(removeEdits([field]), `remove field ${name}`)),
    /** Begins another row in the same map. */
    addBeside: () => addRow(parent, containerOf(siblings())),
    /** Adds a field or an entry below the row, where there can be one. */
    addInside() {
      const inside = insideOf(field)
      if (inside === null) return
      if (inside.names !== null) return addRow(inside.place, Object.fromEntries(inside.names.map((own) => [own, ''])))
      edit([{ place: inside.place, value: '', isInsertion: true }], 'add entry')
      goTo(inside.place)
    },
  }
}

export type RowEdits = ReturnType<typeof useRowEdits>
