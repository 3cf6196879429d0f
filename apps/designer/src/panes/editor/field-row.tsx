import {
  Braces,
  Brackets,
  ChevronDown,
  ChevronRight,
  FileJson,
  GripVertical,
  Link2,
  ListOrdered,
  type LucideIcon,
  Plus,
  Repeat,
  ShieldCheck,
  Spline,
  SquareFunction,
  Trash2,
  Type,
} from 'lucide-react'
import { Fragment, type KeyboardEvent, memo, type ReactNode, type RefObject, useMemo, useRef } from 'react'
import { useDesigner, useDocument, useView } from '../../designer/designer-context.tsx'
import { isLinked } from '../../mapping/linked-target.ts'
import { insideOf, type MappingField, siblingsOf } from '../../mapping/mapping-fields.ts'
import { type Guard, guardsInWords, kindHints, kindNames, type SourceKind } from '../../mapping/value-parts.ts'
import { CommitInput } from '../../ui/commit-input.tsx'
import { shortValue, tokenOf } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { useOld } from '../../ui/use-old.ts'
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
  /** Its number in the table, the head being the first, where not all rows are on the page. */
  number?: number | undefined
}

/** A mapping value on one line; what stands around its source is edited below it. */
export const FieldRow = memo(function FieldRow({ id, field, rows, isOpen, onToggle, number }: FieldRowProps) {
  const { view } = useDesigner()
  const details = useRef<HTMLButtonElement>(null)
  const { name, role, place, target, now } = field
  const linked = useView(({ link }) => link !== null && isLinked(target, link))
  const key = useMemo(() => JSON.stringify(place), [place])
  const isSelected = useView(({ selectedRows }) => selectedRows.has(key))
  const edits = useRowEdits(field, () => siblingsOf(field, rows.current))
  const { drag, drop } = useRowDrag(field, rows)
  return (
    <Fragment>
      <tr
        {...drop}
        data-place={key}
        aria-rowindex={number}
        data-marked={isSelected || undefined}
        className={[linked && 'linked', isOpen && 'row-open'].filter(Boolean).join(' ') || undefined}
        onFocus={() => view.getState().actions.setLink(target)}
        onKeyDown={rowKeys(edits, field)}
      >
        <TargetCell field={field} edits={edits} drag={drag} isLinked={linked}>
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

/** What the row gives; after an edit with what it gave before. */
function NowCell({ now }: Pick<MappingField, 'now'>) {
  const sample = useDocument((state) => state.selectedSample)
  const text = now.isSet ? shortValue(now.value, 80) : `not set: ${now.reason}`
  const old = useOld(text, sample)
  const title = now.isSet ? JSON.stringify(now.value) : now.reason
  return (
    <td className={`now truncate ${now.isSet ? tokenOf(now.value) : 'unset'}`} title={title}>
      {old !== null && old !== text && !old.startsWith('not set') && <del className="old">{old}</del>}
      {text}
    </td>
  )
}

/** Alt with an arrow moves the row; Enter goes from a name that stays to the source, and from there to a new row. */
const rowKeys =
  (edits: RowEdits, { name, isNew }: MappingField) =>
  (event: KeyboardEvent<HTMLElement>) => {
    if (event.defaultPrevented) return
    const input = event.target instanceof HTMLInputElement ? event.target : null
    const isIn = (cell: string) => input?.matches(`${cell} input`)
    const isRenamed = !isNew && input?.value !== name
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey
    if (event.key === 'Enter' && isPlain && isIn('.target') && !isRenamed) {
      event.currentTarget.querySelector<HTMLElement>('.source input')?.focus()
    } else if (event.key === 'Enter' && isPlain && isIn('.source') && !isNew) edits.addBeside()
    else if (event.key === 'Escape' && isNew) edits.remove()
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    edits.move(event.key === 'ArrowUp' ? -1 : 1)
  }

/** What the value is written to: its name, and the handle that moves it. */
function TargetCell({
  field: { name, role, depth },
  edits,
  drag,
  isLinked: hasLink,
  children,
}: {
  field: MappingField
  edits: RowEdits
  drag: ReturnType<typeof useRowDrag>['drag']
  isLinked: boolean
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
          <span className="faint grow">{name}</span>
        )}
        {hasLink && <Link2 className="icon small tone-link" aria-hidden />}
      </div>
    </td>
  )
}

/** What the value is taken from, and in a few words what stands around that. */
function SourceCell({ field, edits }: { field: MappingField; edits: RowEdits }) {
  const { name, parts, note } = field
  const inside = insideOf(field)
  return (
    <td>
      <div className="source">
        <KindSelect name={name} kind={parts.kind} onChange={edits.setKind} />
        <SourceInput field={field} />
        {guardsInWords(parts).map((guard) => (
          <GuardChip key={guard.name} guard={guard} isStop={note?.missing?.kind === guard.name} />
        ))}
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

const kindIcons: Record<SourceKind, LucideIcon> = {
  path: Spline,
  static: Type,
  function: SquareFunction,
  fallback: ListOrdered,
  loop: Repeat,
  map: Braces,
  set: Brackets,
  json: FileJson,
}

/** An icon that says what the source is, and a list that changes it. */
function KindSelect({
  name,
  kind,
  onChange,
}: {
  name: string
  kind: SourceKind
  onChange: (kind: SourceKind) => void
}) {
  const Icon = kindIcons[kind]
  return (
    <span className="kind" title={`${kindNames[kind]}: ${kindHints[kind]}`}>
      <Icon className="icon small" aria-hidden />
      <select
        aria-label={`Source kind of ${name}`}
        aria-description={kindHints[kind]}
        value={kind}
        onChange={(event) => onChange(event.target.value as SourceKind)}
      >
        {(Object.entries(kindNames) as [SourceKind, string][]).map(([value, label]) => (
          <option key={value} value={value} title={kindHints[value]} disabled={value === 'json' && kind !== 'json'}>
            {label}
          </option>
        ))}
      </select>
    </span>
  )
}

/** One operator around the source; `isStop` where it holds the field back for the selected sample. */
function GuardChip({ guard: { name, word, text }, isStop }: { guard: Guard; isStop: boolean }) {
  return (
    <span className={isStop ? 'chip stop' : 'chip'} title={`${word} ${text}`}>
      {name === 'consent' ? (
        <>
          <ShieldCheck className="icon small" aria-hidden />
          <span className="sr-only">{word} </span>
        </>
      ) : (
        <span className="word">{word} </span>
      )}
      <span className="truncate">{text}</span>
    </span>
  )
}
