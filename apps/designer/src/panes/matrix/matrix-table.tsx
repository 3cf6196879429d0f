import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, type ReactNode, useMemo, useRef } from 'react'
import { useDesigner, useDocument, useView } from '../../designer/designer-context.tsx'
import { formatBytes, plural } from '../../ui/format.ts'
import { TestMark } from '../../ui/test-mark.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { useRowMarks } from '../../ui/use-row-marks.ts'
import { useTableArrows } from '../../ui/use-table-arrows.ts'
import { classOf, labelOf } from './matrix-columns.tsx'
import { cell, groupByRule, type MatrixColumn, type MatrixRow } from './matrix-rows.ts'
import type { RowsBefore } from './use-matrix-rows.ts'

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
export const MatrixTable = memo(function MatrixTable({
  rows,
  columns,
  sort,
  onSort,
  isGrouped,
  before,
  rowNow,
}: {
  rows: readonly MatrixRow[]
  columns: readonly MatrixColumn[]
  sort: Sort
  onSort: (sort: Sort) => void
  isGrouped: boolean
  before: RowsBefore
  /** A row as it is now; the others follow. */
  rowNow: (row: MatrixRow) => MatrixRow
}) {
  const scroll = useRef<HTMLDivElement>(null)
  const arrows = useTableArrows()
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
    overscan: 6,
  })
  const { document, view } = useDesigner()
  const marked = useView((state) => state.selectedSamples)
  const marks = useRowMarks({
    attribute: 'data-key',
    beside: () => lines.flatMap((line) => (line.kind === 'row' ? line.row.id : [])),
    marked,
    onMark: view.getState().actions.selectSamples,
    onDelete: () => document.getState().actions.removeSamples([...marked]),
    isSelecting: useView((state) => state.selecting === 'samples'),
    onEnd: () => view.getState().actions.setSelecting(null),
  })
  const items = virtual.getVirtualItems()
  const above = items[0]?.start ?? 0
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    <div ref={scroll} className="matrix-table scroll" tabIndex={0} role="region" aria-label="Table of samples">
      <table
        className="pairs"
        aria-label="Samples and their records"
        aria-rowcount={lines.length + 1}
        {...arrows}
        {...marks}
      >
        <thead>
          <HeadLine columns={columns} sort={sort} onSort={onSort} />
        </thead>
        <tbody>
          {above > 0 && <Spacer height={above} span={columns.length} />}
          {items.map(({ index }) => {
            const line = lines[index]
            if (line === undefined) return null
            if (line.kind === 'group') return <GroupLine key={`group ${line.rule}`} line={line} span={columns.length} />
            return <Row key={line.row.id} row={rowNow(line.row)} columns={columns} before={before?.get(line.row.id)} />
          })}
          {below > 0 && <Spacer height={below} span={columns.length} />}
        </tbody>
      </table>
    </div>
  )
})

function HeadLine({
  columns,
  sort,
  onSort,
}: {
  columns: readonly MatrixColumn[]
  sort: Sort
  onSort: (sort: Sort) => void
}) {
  return (
    <tr>
      {columns.map((id) => (
        <th key={id} className={classOf(id)} aria-sort={sortState(sort, id)}>
          <button type="button" className="sort" onClick={() => onSort(nextSort(sort, id))}>
            {labelOf(id)}
            <span aria-hidden>{sort?.column === id ? (sort.isDescending ? ' ↓' : ' ↑') : ''}</span>
          </button>
        </th>
      ))}
    </tr>
  )
}

function Spacer({ height, span }: { height: number; span: number }) {
  return (
    <tr aria-hidden className="spacer">
      <td colSpan={span} style={{ height, padding: 0, border: 0 }} />
    </tr>
  )
}

function GroupLine({ line: { rule, count }, span }: { line: Extract<Line, { kind: 'group' }>; span: number }) {
  return (
    <tr className="group-line">
      <th colSpan={span} scope="rowgroup">
        {rule === '' ? 'No rule' : <code>{rule}</code>} <span className="faint">{plural(count, 'sample')}</span>
      </th>
    </tr>
  )
}

const Row = memo(function Row({
  row,
  columns,
  before,
}: {
  row: MatrixRow
  columns: readonly MatrixColumn[]
  before: MatrixRow | undefined
}) {
  const isSelected = useDocument((state) => state.selectedSample === row.id)
  const isMarked = useView((state) => state.selectedSamples.has(row.id))
  const changed = before === undefined ? [] : columns.filter((column) => cell(row, column) !== cell(before, column))
  const isFaulty = row.state.tone === 'err' || row.test === 'failed'
  return (
    <tr
      data-key={row.id}
      data-marked={isMarked || undefined}
      className={[isSelected && 'row-selected', isFaulty && 'row-fault'].filter(Boolean).join(' ') || undefined}
    >
      {columns.map((column) => {
        if (column === 'event') return <NameCell key={column} row={row} isSelected={isSelected} changed={changed} />
        const was = before && changed.includes(column) ? String(cell(before, column) ?? 'nothing') || 'empty' : null
        return (
          <td
            key={column}
            className={was === null ? classOf(column) : `${classOf(column)} changed`}
            title={was === null ? undefined : `was ${was}`}
          >
            {was !== null && <del className="old">{was}</del>}
            <Shown row={row} column={column} />
          </td>
        )
      })}
    </tr>
  )
})

function NameCell({
  row,
  isSelected,
  changed,
}: {
  row: MatrixRow
  isSelected: boolean
  changed: readonly MatrixColumn[]
}) {
  const { document } = useDesigner()
  return (
    <th scope="row">
      <button
        type="button"
        className="sort"
        aria-current={isSelected ? 'true' : undefined}
        onClick={() => document.getState().actions.selectSample(row.id)}
      >
        {row.event}
      </button>{' '}
      <small className="faint">{row.title}</small>
      {changed.length > 0 && <span className="sr-only"> changed: {changed.map(labelOf).join(', ')}</span>}
    </th>
  )
}

/** What stands in a cell. */
function Shown({ row, column }: { row: MatrixRow; column: MatrixColumn }): ReactNode {
  switch (column) {
    case 'outcome':
      return (
        <span className={`tone-${row.state.tone} outcome`}>
          <ToneIcon tone={row.state.tone} isSmall />
          {row.state.word}
        </span>
      )
    case 'rule':
      return row.rule === '' ? <span className="faint">none</span> : <code>{row.rule}</code>
    case 'topic':
      return row.partition === null ? <span className="faint">not sent</span> : <code>{row.topic}</code>
    case 'bytes':
      return row.bytes !== null && formatBytes(row.bytes)
    case 'partition':
      return row.partition
    case 'problems':
      return row.problems > 0 && row.problems
    case 'test':
      return row.test === '' ? <span className="faint">No test</span> : <TestMark test={{ status: row.test }} hasWord />
    default: {
      const text = cell(row, column)
      return text === null ? null : (
        <code className={`cut${typeof text === 'number' ? ' n' : ''}`} title={String(text)}>
          {text}
        </code>
      )
    }
  }
}
