import { type CSSProperties, useCallback, useMemo, useRef, useState } from 'react'
import { useDesigner, useView } from '../../designer/designer-context.tsx'
import { rowCommands } from '../../designer/row-commands.ts'
import { useFlowEdit } from '../../designer/use-flow-edit.ts'
import { freeName, lastName } from '../../mapping/field-name.ts'
import { filterFields } from '../../mapping/filter-fields.ts'
import { loopFor, type MappingField, pathForRow, siblingsOf } from '../../mapping/mapping-fields.ts'
import { nextRowIds, noRows, type RowIds } from '../../mapping/row-ids.ts'
import { FilterInput } from '../../ui/filter-input.tsx'
import { TableHead } from '../../ui/table-head.tsx'
import { useOnChange } from '../../ui/use-on-change.ts'
import { useRowMarks } from '../../ui/use-row-marks.ts'
import { fewRows } from '../../ui/use-row-window.ts'
import { useTextDrop } from '../../ui/use-text-drop.ts'
import { FieldRow } from './field-row.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { useShownRows } from './use-shown-rows.ts'

/** Mapping values as rows: what each is for, what it is taken from, and what that gives now. */
export function FieldTable({
  label,
  targetTitle = 'Target field',
  fields,
  onDropPath,
}: {
  label: string
  targetTitle?: string
  fields: readonly MappingField[]
  onDropPath?: ((path: string) => void) | undefined
}) {
  const [open, setOpen] = useState<string | null>(null)
  const ids = useRowIds(fields)
  const latest = useRef(fields)
  latest.current = fields
  const toggle = useCallback((id: string) => setOpen((current) => (current === id ? null : id)), [])
  const { filter, found } = useFilter(fields)
  const { body, shown, below, isWhole, onFocus } = useShownRows(found, ids, open)
  const rows = useMemo(
    () =>
      shown.flatMap(({ index, above }) => {
        const field = found[index]
        if (field === undefined) return []
        const id = ids.byPlace.get(JSON.stringify(field.place)) ?? ''
        const row = { id, field, rows: latest, isOpen: open === id, onToggle: toggle }
        return [
          above > 0 && <Spacer key={`above ${id}`} height={above} />,
          <FieldRow key={id} {...row} number={isWhole ? undefined : index + 2} />,
        ]
      }),
    [shown, isWhole, found, ids, open, toggle],
  )
  const link = useView((state) => state.link)
  const table = useRef<HTMLTableElement>(null)
  // On an input a path goes into the input, anywhere else on the table it becomes a field.
  const edit = useFlowEdit()
  const { dropProps } = useTextDrop((path, on) => {
    const place = on.closest<HTMLElement>('tr[data-place]')?.dataset['place']
    const row = fields.find((field) => JSON.stringify(field.place) === place)
    const loop = row && loopFor(row, fields, path)
    if (!loop) return onDropPath?.(pathForRow(path, ''))
    const name = freeName(lastName(path), loop.names)
    edit([{ place: [...loop.place, name], value: loop.path }], `map ${path}`)
  })
  useOnChange(link, () => {
    // A person who types in a row has it in view already.
    if (table.current?.contains(document.activeElement)) return
    table.current?.querySelector('.linked')?.scrollIntoView({ block: 'nearest' })
  })
  const { marks, count } = useSelection(found)
  const head = useMemo(
    () => <TableHead titles={[targetTitle, 'Source', 'Value now', { title: 'Actions', isHidden: true }]} />,
    [targetTitle],
  )
  return (
    <>
      {filter}
      <table
        ref={table}
        className="map-table"
        aria-label={label}
        style={{ '--letters': longestName(fields) } as CSSProperties}
        {...(onDropPath && dropProps)}
        {...marks}
        aria-rowcount={isWhole ? undefined : found.length + 1}
        onFocus={onFocus}
      >
        {head}
        <tbody ref={body}>
          {rows}
          {below > 0 && <Spacer height={below} />}
        </tbody>
      </table>
      {/* Below the rows, so that none moves under a pointer that begins or ends a selection. */}
      {(count > 0 || marks['data-selecting']) && <SelectionBar count={count} />}
    </>
  )
}

/** Narrows down rows of which not all are on the page, where the browser would find them. Who is sent to a row finds it. */
function useFilter(rows: readonly MappingField[]) {
  const [typed, setTyped] = useState('')
  const goTo = useView((state) => state.goTo)
  useOnChange(goTo, () => goTo !== null && setTyped(''))
  const isLong = rows.length > fewRows
  const search = isLong && goTo === null ? typed : ''
  const found = useMemo(() => filterFields(rows, search), [rows, search])
  const filter = isLong && (
    <div className="filter">
      <FilterInput label="Filter rows" value={typed} onChange={setTyped} />
      {found.length === 0 && <p className="empty-note">No row matches.</p>}
    </div>
  )
  return { filter, found }
}

/** The room of rows that are out of view. */
function Spacer({ height }: { height: number }) {
  return <tr aria-hidden style={{ height, border: 0 }} />
}

/** Letters of the longest name, with what it is moved in by. */
function longestName(rows: readonly MappingField[]): number {
  return Math.max(0, ...rows.map(({ name, depth }) => name.length + 2 * depth))
}

/** Which rows are selected together, and what keys and clicks change about that. */
function useSelection(rows: readonly MappingField[]) {
  const parts = useDesigner()
  const marked = useView((state) => state.selectedRows)
  const keyOf = ({ place }: MappingField) => JSON.stringify(place)
  const run = (id: string) =>
    rowCommands(parts)
      .find((one) => one.id === `row ${id}` && !one.isOff)
      ?.run()
  const marks = useRowMarks({
    attribute: 'data-place',
    beside(key) {
      const row = rows.find((one) => keyOf(one) === key)
      if (row === undefined || (row.role !== 'field' && row.role !== 'entry') || row.isNew) return []
      return siblingsOf(row, rows).flatMap((one) => (one.isNew ? [] : keyOf(one)))
    },
    marked,
    onMark: parts.view.getState().actions.selectRows,
    onDelete: () => run('delete'),
    onMove: (step) => run(step === 1 ? 'down' : 'up'),
    isSelecting: useView((state) => state.selecting === 'rows'),
    onEnd: () => parts.view.getState().actions.setSelecting(null),
  })
  return { marks, count: marked.size === 0 ? 0 : rows.filter((row) => marked.has(keyOf(row))).length }
}

function useRowIds(rows: readonly MappingField[]): RowIds {
  const last = useRef(noRows)
  last.current = useMemo(() => nextRowIds(last.current, rows), [rows])
  return last.current
}
