import { isPlainObject, valueAt } from '@mapping-designer/mapping-engine'
import type { JsonValue, Place } from '@mapping-designer/shared-types'
import { OctagonX, Plus, WandSparkles } from 'lucide-react'
import { useCallback, useId } from 'react'
import { beginRow } from '../../designer/begin-row.ts'
import { useDerived, useDesigner, useView } from '../../designer/designer-context.tsx'
import { useFlowEdit } from '../../designer/use-flow-edit.ts'
import { samePlace } from '../../document/place.ts'
import { addFieldTo, withNewRow } from '../../mapping/add-field.ts'
import { isMapAlone, listFields, type MappingField, markNew, pathForRow } from '../../mapping/mapping-fields.ts'
import { kindNames, type SourceKind, withKind } from '../../mapping/value-parts.ts'
import type { Derived } from '../../preview/derived.ts'
import { Sentence } from '../../ui/sentence.tsx'
import { useTextDrop } from '../../ui/use-text-drop.ts'
import { FieldTable } from './field-table.tsx'
import { useFields } from './use-fields.ts'

// Elements that stay the same are not rendered with what is around them.
const proposeIcon = <WandSparkles className="icon small" aria-hidden />
const addIcon = <Plus className="icon small" aria-hidden />

/** The value of the record: a table of target fields and what they are filled from. */
export function DataMapping({
  place,
  data,
  isMatching,
  isShared = false,
}: {
  place: Place
  data: unknown
  isMatching: boolean
  /** It is the data of the destination, over which that of a rule is merged. */
  isShared?: boolean
}) {
  const edit = useFlowEdit()
  const parts = useDesigner()
  const title = useId()
  const fields = useMappingFields(place)
  const isEmpty = data === undefined || (isPlainObject(data) && Object.keys(data).length === 0)
  const isMap = isEmpty || isMapAlone(data)
  const top = fields.filter(({ depth }) => depth === 0)
  const add = (path: string) => edit(addFieldTo(isMap ? data : undefined, place, path).edits, 'add field')
  const propose = () => parts.view.getState().actions.open('propose')
  const { dropProps, isDropTarget } = useTextDrop((path) => add(pathForRow(path, '')))
  return (
    <section aria-labelledby={title}>
      <div className="section-head" data-place={JSON.stringify(place)}>
        <h4 id={title}>Data</h4>
        <KindSelect
          kind={isEmpty ? 'none' : isMap ? 'map' : (top[0]?.parts.kind ?? 'json')}
          none={isShared ? 'None' : 'Whole event'}
          onChange={(kind) => {
            const value = kind === 'none' ? undefined : withKind(data as JsonValue | undefined, kind, undefined)
            edit([{ place, value }], 'change the kind of the data')
          }}
        />
        <span className="faint grow">
          {isMap && !isEmpty
            ? `${top.length} ${top.length === 1 ? 'field' : 'fields'}, ${top.filter(({ now }) => now.isSet).length} set`
            : ''}
        </span>
        {!isShared && (
          <button type="button" className="btn ghost small" onClick={propose}>
            {proposeIcon}
            Propose…
          </button>
        )}
        {isMap && (
          <button
            type="button"
            className="btn ghost small"
            data-place={JSON.stringify([...place, 'map'])}
            onClick={() => beginRow(parts, [...place, 'map'], valueAt(data, ['map']))}
          >
            {addIcon}
            Add field
          </button>
        )}
      </div>
      {isMatching && <FullEventNotice />}
      {isEmpty && !isShared && fields.length === 0 && (
        <p className={`empty-note${isDropTarget ? ' is-drop' : ''}`} {...dropProps}>
          No mapping: the whole event is sent. Add a field, press Enter on one in Fields, or begin{' '}
          <button type="button" className="link" onClick={propose}>
            from a record that you want
          </button>
          .
        </p>
      )}
      {fields.length > 0 && <FieldTable label="Mapped fields" fields={fields} onDropPath={isMap ? add : undefined} />}
    </section>
  )
}

type DataKind = SourceKind | 'none'

/** A map is what nearly all data is. */
const { map, ...others } = kindNames
const dataKinds = Object.entries({ map, ...others })

function KindSelect({ kind, none, onChange }: { kind: DataKind; none: string; onChange: (kind: DataKind) => void }) {
  return (
    <select
      className="field small"
      aria-label="Kind of the data"
      value={kind}
      onChange={({ target }) => onChange(target.value as DataKind)}
    >
      <option value="none">{none}</option>
      {dataKinds.map(([value, label]) => (
        <option key={value} value={value} disabled={value === 'json'}>
          {label}
        </option>
      ))}
    </select>
  )
}

function useMappingFields(place: Place): readonly MappingField[] {
  const newRow = useView((state) => state.newRow)
  const list = useCallback(
    ({ preview, destination }: Derived) => {
      const data = valueAt(destination?.config, place)
      const steps = newRow === null ? [] : [...newRow.place, newRow.name]
      const below = samePlace(steps.slice(0, place.length), place) ? steps.slice(place.length) : []
      const isPending = below.length > 0 && valueAt(data, below) === undefined
      if (!isPending && (data === undefined || (isPlainObject(data) && Object.keys(data).length === 0))) return []
      // What the rule itself saw, where it ran; the pasted event otherwise.
      const step = preview?.explanation?.steps.find((one) => one.kind === 'data')
      const event = step?.event ?? preview?.event ?? {}
      const collector = destination?.collector ?? {}
      const notes = samePlace(step?.place ?? null, place) ? (step?.fields ?? null) : null
      const context = { event, collector, notes }
      if (!isPending) return listFields(data as JsonValue, place, context)
      return markNew(listFields(withNewRow(data, below), place, context), steps)
    },
    [newRow, place],
  )
  return useFields(list)
}

function FullEventNotice() {
  const cause = useDerived(
    ({ preview }) => preview?.explanation?.problems.find(({ code }) => code === 'full-event-fallback')?.cause,
  )
  if (cause === undefined) return null
  return (
    <div className="notice tone-warn">
      <OctagonX className="icon" aria-hidden />
      <Sentence text={cause} />
    </div>
  )
}
