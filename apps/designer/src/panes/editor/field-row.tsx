import { ChevronDown, ChevronRight, GripVertical, Link2, Plus, Trash2 } from 'lucide-react'
import { Fragment, type KeyboardEvent, memo, type ReactNode, type RefObject, useRef } from 'react'
import { useDesigner, useView } from '../../designer/designer-context.tsx'
import { isLinked } from '../../mapping/linked-target.ts'
import { insideOf, type MappingField, siblingsOf } from '../../mapping/mapping-fields.ts'
import { guardsInWords, kindNames, type SourceKind } from '../../mapping/value-parts.ts'
import { CommitInput } from '../../ui/commit-input.tsx'
import { shortValue } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { RowEditor } from './row-editor.tsx'
import { SourceInput } from './source-input.tsx'
import { useRowDrag } from './use-row-drag.ts'
import { type RowEdits, useRowEdits } from './use-row-edits.ts'

interface FieldRowProps {
  id: string
  field: MappingField
  /** All rows of the table, as they are when somebody does something. */
  rows: RefObject<readonly MappingField[]>
  isOpen: boolean
  onToggle: (id: string) => void
}

/** A mapping value on one line; what stands around its source is edited below it. */
export const FieldRow = memo(function FieldRow({ id, field, rows, isOpen, onToggle }: FieldRowProps) {
  const { view } = useDesigner()
  const details = useRef<HTMLButtonElement>(null)
  const { name, role, place, target, now } = field
  const linked = useView(({ link }) => link !== null && isLinked(target, link))
  const edits = useRowEdits(field, () => siblingsOf(field, rows.current))
  const { drag, drop } = useRowDrag(field, rows)
  return (
    <Fragment>
      <tr
        {...drop}
        data-place={JSON.stringify(place)}
        className={[linked && 'linked', isOpen && 'row-open'].filter(Boolean).join(' ') || undefined}
        onFocus={() => view.getState().actions.setLink(target)}
        onKeyDown={moveKeys(edits)}
      >
        <TargetCell field={field} edits={edits} drag={drag}>
          <IconButton
            ref={details}
            Icon={isOpen ? ChevronDown : ChevronRight}
            label={`Details of ${name}`}
            isSmall
            aria-expanded={isOpen}
            onClick={() => onToggle(id)}
          />
        </TargetCell>
        <SourceCell field={field} edits={edits} />
        <NowCell now={now} />
        <td className="row-actions">
          {linked && <Link2 className="icon small tone-link" aria-hidden />}
          {role !== 'item' && (
            <IconButton Icon={Trash2} label={`Remove field ${name}`} isSmall onClick={edits.remove} />
          )}
        </td>
      </tr>
      {isOpen && (
        <tr className="row-editor-row">
          <td colSpan={4}>
            <RowEditor
              field={field}
              siblings={siblingsOf(field, rows.current)}
              edits={edits}
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

function NowCell({ now }: Pick<MappingField, 'now'>) {
  return now.isSet ? (
    <td className="now truncate" title={JSON.stringify(now.value)}>
      {shortValue(now.value, 80)}
    </td>
  ) : (
    <td className="now truncate unset" title={now.reason}>
      not set: {now.reason}
    </td>
  )
}

const moveKeys = (edits: RowEdits) => (event: KeyboardEvent) => {
  if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
  event.preventDefault()
  edits.move(event.key === 'ArrowUp' ? -1 : 1)
}

/** What the value is written to: its name, and the handle that moves it. */
function TargetCell({
  field: { name, role, depth },
  edits,
  drag,
  children,
}: {
  field: MappingField
  edits: RowEdits
  drag: ReturnType<typeof useRowDrag>['drag']
  children: ReactNode
}) {
  const indent = depth > 1 ? { marginLeft: (depth - 1) * 14 } : undefined
  return (
    <td>
      <div className={`target${depth > 0 ? ' child' : ''}`} style={indent}>
        {children}
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
            onCommit={edits.rename}
          />
        ) : (
          <span className="faint">{name}</span>
        )}
      </div>
    </td>
  )
}

/** What the value is taken from, and in a few words what stands around that. */
function SourceCell({ field, edits }: { field: MappingField; edits: RowEdits }) {
  const { name, parts } = field
  const inside = insideOf(field)
  const also = guardsInWords(parts)
  return (
    <td>
      <div className="source">
        <select
          className="field small"
          aria-label={`Source kind of ${name}`}
          value={parts.kind}
          onChange={(event) => edits.setKind(event.target.value as SourceKind)}
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
            onClick={edits.addInside}
          />
        )}
      </div>
    </td>
  )
}
