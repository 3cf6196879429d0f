import type { JsonValue } from '@mapping-designer/shared-types'
import { ChevronDown, ChevronRight, GripVertical, Link2, Plus, Trash2 } from 'lucide-react'
import { Fragment, type KeyboardEvent, memo, type RefObject, useRef } from 'react'
import { useDesigner, useView } from '../../designer/designer-context.tsx'
import { useFlowEdit } from '../../designer/use-flow-edit.ts'
import { freeName } from '../../mapping/field-name.ts'
import { isLinked } from '../../mapping/linked-target.ts'
import { insideOf, type MappingField, siblingsOf } from '../../mapping/mapping-fields.ts'
import { moveEdit, removeEdit, renameEdit } from '../../mapping/row-edits.ts'
import { guardsInWords, kindNames, type SourceKind, withKind } from '../../mapping/value-parts.ts'
import { CommitInput } from '../../ui/commit-input.tsx'
import { shortValue } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { RowEditor } from './row-editor.tsx'
import { SourceInput } from './source-input.tsx'
import { useRowDrag } from './use-row-drag.ts'

/** A mapping value on one line; what stands around its source is edited below it. */
export const FieldRow = memo(function FieldRow({
  id,
  field,
  rows,
  isOpen,
  onToggle,
}: {
  id: string
  field: MappingField
  /** All rows of the table, as they are when somebody does something. */
  rows: RefObject<readonly MappingField[]>
  isOpen: boolean
  onToggle: (id: string) => void
}) {
  const { view } = useDesigner()
  const details = useRef<HTMLButtonElement>(null)
  const edit = useFlowEdit()
  const link = useView((state) => state.link)
  const { name, role, config, place, parts, depth, now, target } = field
  const linked = link !== null && isLinked(target, link)
  const inside = insideOf(field)
  const also = guardsInWords(parts)
  const { drag, drop } = useRowDrag(field, rows)
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    const moved = moveEdit(field, siblingsOf(field, rows.current), event.key === 'ArrowUp' ? -1 : 1)
    if (moved !== null) edit([moved], `move field ${name}`)
  }
  return (
    <Fragment>
      <tr
        {...drop}
        data-place={JSON.stringify(place)}
        className={[linked && 'linked', isOpen && 'row-open'].filter(Boolean).join(' ') || undefined}
        onFocus={() => view.getState().actions.setLink(target)}
        onKeyDown={onKeyDown}
      >
        <td>
          <div
            className={`target${depth > 0 ? ' child' : ''}`}
            style={depth > 1 ? { marginLeft: (depth - 1) * 14 } : undefined}
          >
            <IconButton
              ref={details}
              Icon={isOpen ? ChevronDown : ChevronRight}
              label={`Details of ${name}`}
              isSmall
              aria-expanded={isOpen}
              onClick={() => onToggle(id)}
            />
            {(role === 'field' || role === 'entry') && (
              <span className="row-grip" title="Drag, or Alt+↑ and Alt+↓" {...drag}>
                <GripVertical className="icon small" aria-hidden />
              </span>
            )}
            {role === 'field' ? (
              <CommitInput
                className="field mono small"
                aria-label={`Target field ${name}`}
                value={name}
                onCommit={(to) => {
                  const renamed = renameEdit(field, siblingsOf(field, rows.current), to)
                  if (renamed !== null) edit([renamed], `rename field ${name}`)
                }}
              />
            ) : (
              <span className="faint">{name}</span>
            )}
          </div>
        </td>
        <td>
          <div className="source">
            <select
              className="field small"
              aria-label={`Source kind of ${name}`}
              value={parts.kind}
              onChange={(event) => {
                const kind = event.target.value as SourceKind
                const value = now.isSet ? (now.value as JsonValue) : undefined
                edit([{ place, value: withKind(config, kind, value) }], `change source of ${name}`)
              }}
            >
              {Object.entries(kindNames).map(([kind, title]) => (
                <option key={kind} value={kind} disabled={kind === 'json' && parts.kind !== 'json'}>
                  {title}
                </option>
              ))}
            </select>
            <SourceInput field={field} />
            {also !== '' && (
              <span className="also truncate" title={also}>
                {also}
              </span>
            )}
            {inside !== null && (
              <IconButton
                Icon={Plus}
                label={`Add ${inside.names === null ? 'entry' : 'field'} to ${name}`}
                isSmall
                onClick={() => {
                  const added =
                    inside.names === null
                      ? { place: inside.place, value: '', isInsertion: true }
                      : { place: [...inside.place, freeName('field', inside.names)], value: '' }
                  edit([added], inside.names === null ? 'add entry' : 'add field')
                }}
              />
            )}
          </div>
        </td>
        <td
          className={`now truncate${now.isSet ? '' : ' unset'}`}
          title={now.isSet ? JSON.stringify(now.value) : now.reason}
        >
          {now.isSet ? shortValue(now.value, 80) : `not set: ${now.reason}`}
        </td>
        <td className="row-actions">
          {linked && <Link2 className="icon small tone-link" aria-hidden />}
          {role !== 'item' && (
            <IconButton
              Icon={Trash2}
              label={`Remove field ${name}`}
              isSmall
              onClick={() => edit([removeEdit(field)], `remove field ${name}`)}
            />
          )}
        </td>
      </tr>
      {isOpen && (
        <tr className="row-editor-row">
          <td colSpan={4}>
            <RowEditor
              field={field}
              siblings={siblingsOf(field, rows.current)}
              onClose={() => {
                onToggle(id)
                details.current?.focus()
              }}
            />
          </td>
        </tr>
      )}
    </Fragment>
  )
})
