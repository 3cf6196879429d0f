import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, type ReactNode, useMemo, useRef } from 'react'
import { useDesigner, useDocument, useView } from '../../designer/designer-context.tsx'
import { formatBytes, plural } from '../../ui/format.ts'
import { TestMark } from '../../ui/test-mark.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { useRowMarks } from '../../ui/use-row-marks.ts'
import { cell, changedColumns, groupByRule, type MatrixColumn, type MatrixRow } from './matrix-rows.ts'
import type { RowsBefore } from './use-matrix-rows.ts'

const columns: { id: MatrixColumn; label: string; isNumber?: boolean }[] = [
  { id: 'event', label: 'Sample' },
  { id: 'outcome', label: 'Outcome' },
  { id: 'rule', label: 'Rule' },
  { id: 'topic', label: 'Topic' },
  { id: 'key', label: 'Key' },
  { id: 'partition', label: 'Partition', isNumber: true },
  { id: 'bytes', label: 'Size', isNumber: true },
  { id: 'problems', label: 'Problems', isNumber: true },
  { id: 'test', label: 'Test' },
]

export type Sort = { column: MatrixColumn; isDescending: boolean } | null

function sortState(sort: Sort, column: MatrixColumn): 'ascending' | 'descending' | 'none' {
  if (sort?.column !== column) return 'none'
  return sort.isDescending ? 'descending' : 'ascending'
}

/** Up, down, and back to the order of the list. */
function nextSort(sort: Sort, column: MatrixColumn): Sort {
  if (sort?.column !== column) return { column, isDescending: false }
  return sort.isDescending ? null : { column, isDescending: true }
}

type Line = { kind: 'row'; row: MatrixRow } | { kind: 'group'; rule: string; count: number }

const lineHeight = 34

/** A row for each sample, as many as are in view; a head that sorts. */
export function MatrixTable({
  rows,
  sort,
  onSort,
  isGrouped,
  before,
  rowNow,
}: {
  rows: readonly MatrixRow[]
  sort: Sort
  onSort: (sort: Sort) => void
  isGrouped: boolean
  before: RowsBefore
  /** A row as it is now; the others follow. */
  rowNow: (row: MatrixRow) => MatrixRow
}) {
  const scroll = useRef<HTMLDivElement>(null)
  const lines = useMemo((): Line[] => {
    const asLine = (row: MatrixRow): Line => ({ kind: 'row', row })
    if (!isGrouped) return rows.map(asLine)
    return groupByRule(rows).flatMap((group): Line[] => [
      { kind: 'group', rule: group.rule, count: group.rows.length },
      ...group.rows.map(asLine),
    ])
  }, [rows, isGrouped])
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => lineHeight,
    overscan: 12,
  })
  const { document, view } = useDesigner()
  const marked = useView((state) => state.selectedSamples)
  const marks = useRowMarks({
    attribute: 'data-key',
    beside: () => lines.flatMap((line) => (line.kind === 'row' ? line.row.id : [])),
    marked,
    onMark: view.getState().actions.selectSamples,
    onDelete: () => document.getState().actions.removeSamples([...marked]),
  })
  const items = virtual.getVirtualItems()
  const above = items[0]?.start ?? 0
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    <div ref={scroll} className="matrix-table scroll" tabIndex={0} role="region" aria-label="Table of samples">
      <table className="pairs" aria-label="Samples and their records" aria-rowcount={lines.length + 1} {...marks}>
        <thead>
          <HeadLine sort={sort} onSort={onSort} />
        </thead>
        <tbody>
          {above > 0 && <Spacer height={above} />}
          {items.map(({ index }) => {
            const line = lines[index]
            if (line === undefined) return null
            if (line.kind === 'group') return <GroupLine key={`group ${line.rule}`} line={line} />
            return <Row key={line.row.id} row={rowNow(line.row)} before={before?.get(line.row.id)} />
          })}
          {below > 0 && <Spacer height={below} />}
        </tbody>
      </table>
    </div>
  )
}

function HeadLine({ sort, onSort }: { sort: Sort; onSort: (sort: Sort) => void }) {
  return (
    <tr>
      {columns.map(({ id, label, isNumber }) => (
        <th key={id} className={isNumber ? 'number' : ''} aria-sort={sortState(sort, id)}>
          <button type="button" className="link" onClick={() => onSort(nextSort(sort, id))}>
            {label}
            <span aria-hidden>{sort?.column === id ? (sort.isDescending ? ' ↓' : ' ↑') : ''}</span>
          </button>
        </th>
      ))}
    </tr>
  )
}

function Spacer({ height }: { height: number }) {
  return (
    <tr aria-hidden className="spacer">
      <td colSpan={columns.length} style={{ height, padding: 0, border: 0 }} />
    </tr>
  )
}

function GroupLine({ line: { rule, count } }: { line: Extract<Line, { kind: 'group' }> }) {
  return (
    <tr className="group-line">
      <th colSpan={columns.length} scope="rowgroup">
        {rule === '' ? 'No rule' : <code>{rule}</code>} <span className="faint">{plural(count, 'sample')}</span>
      </th>
    </tr>
  )
}

const Row = memo(function Row({ row, before }: { row: MatrixRow; before: MatrixRow | undefined }) {
  const { document } = useDesigner()
  const isSelected = useDocument((state) => state.selectedSample === row.id)
  const isMarked = useView((state) => state.selectedSamples.has(row.id))
  const changed = changedColumns(row, before) ?? []
  const isFaulty = row.state.tone === 'err' || row.test === 'failed'
  const was = (column: MatrixColumn) => {
    if (before === undefined || !changed.includes(column)) return null
    return String(cell(before, column) ?? 'nothing') || 'empty'
  }
  const mark = (column: MatrixColumn) =>
    was(column) === null ? {} : { className: 'changed', title: `was ${was(column)}` }
  const old = (column: MatrixColumn) => was(column) !== null && <del className="old">{was(column)}</del>
  return (
    <tr
      data-key={row.id}
      data-marked={isMarked || undefined}
      className={[isSelected && 'row-selected', isFaulty && 'row-fault'].filter(Boolean).join(' ') || undefined}
    >
      <th scope="row">
        <button
          type="button"
          className="link"
          aria-current={isSelected ? 'true' : undefined}
          onClick={() => document.getState().actions.selectSample(row.id)}
        >
          {row.event}
        </button>{' '}
        <small className="faint">{row.title}</small>
        {changed.length > 0 && <span className="sr-only"> changed: {changed.join(', ')}</span>}
      </th>
      <td {...mark('outcome')}>
        {old('outcome')}
        <span className={`tone-${row.state.tone} outcome`}>
          <ToneIcon tone={row.state.tone} isSmall />
          {row.state.word}
        </span>
      </td>
      <td {...mark('rule')}>
        {old('rule')}
        {row.rule === '' ? <span className="faint">none</span> : <code>{row.rule}</code>}
      </td>
      <td {...mark('topic')}>
        {old('topic')}
        {row.partition === null ? <span className="faint">not sent</span> : <code>{row.topic}</code>}
      </td>
      <td {...mark('key')}>
        {old('key')}
        <code className="cut">{row.key}</code>
      </td>
      <NumberCell mark={mark('partition')}>
        {old('partition')}
        {row.partition}
      </NumberCell>
      <NumberCell mark={mark('bytes')}>
        {old('bytes')}
        {row.bytes !== null && formatBytes(row.bytes)}
      </NumberCell>
      <NumberCell mark={mark('problems')}>{row.problems > 0 && row.problems}</NumberCell>
      <td {...mark('test')}>
        {row.test === '' ? <span className="faint">No test</span> : <TestMark test={{ status: row.test }} hasWord />}
      </td>
    </tr>
  )
})

function NumberCell({ mark, children }: { mark: { className?: string; title?: string }; children: ReactNode }) {
  return (
    <td {...mark} className={`number ${mark.className ?? ''}`}>
      {children}
    </td>
  )
}
