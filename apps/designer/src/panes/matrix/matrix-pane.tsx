import { useVirtualizer } from '@tanstack/react-virtual'
import { FlaskConical, Send } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useDeferredValue, useId, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useBridge, useDesigner, useDocument } from '../../designer/designer-context.tsx'
import { usePreviews, useTestCounts } from '../../designer/use-preview.ts'
import type { SamplePreview } from '../../preview/derive.ts'
import { formatBytes, plural, testsInWords } from '../../ui/format.ts'
import { PaneHead } from '../../ui/pane-head.tsx'
import { TestMark } from '../../ui/test-mark.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { useSliced } from '../../ui/use-sliced.ts'
import { useSlow } from '../../ui/use-slow.ts'
import {
  cell,
  changedColumns,
  groupByRule,
  type MatrixColumn,
  type MatrixRow,
  matrixRows,
  type RowContext,
  shownRows,
} from './matrix-rows.ts'
import { RuleCoverage } from './rule-coverage.tsx'
import { useSaveAllTests } from './use-save-all-tests.ts'

const Charts = lazy(() => import('./charts.tsx'))

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

/** All samples side by side: what each becomes, under which rule, and where it goes. */
export default function MatrixPane() {
  const { analysis } = useDesigner()
  const previews = usePreviews()
  const destination = useStore(analysis, (state) => state.destination)
  const topics = useBridge((state) => state.topics)
  const [partitions, setPartitions] = useState<number | null>(null)
  const [keyPath, setKeyPath] = useState('')
  const [isGrouped, setIsGrouped] = useState(false)
  const context: RowContext = useMemo(
    () => ({ destination, topics, partitions, keyPath: keyPath.trim() === '' ? null : keyPath.trim() }),
    [destination, topics, partitions, keyPath],
  )
  const rows = useRows(previews, context)
  const before = useRowsBefore(previews, context)
  const [filter, setFilter] = useState('')
  const wanted = useDeferredValue(filter)
  const [sort, setSort] = useState<Sort>(null)
  const shown = useMemo(() => shownRows(rows, wanted, sort), [rows, wanted, sort])
  const title = useId()
  return (
    <section className="pane" aria-labelledby={title} data-pane="matrix">
      <div className="matrix">
        <div className="pane">
          <PaneHead id={title} title="All samples">
            <span className="count">
              {shown.length < rows.length && `${shown.length} of `}
              {plural(rows.length, 'sample')}
            </span>
            <input
              className="field small"
              type="search"
              aria-label="Filter samples"
              placeholder="Filter"
              value={filter}
              onChange={(event) => setFilter(event.target.value)}
            />
            <GroupCheck isGrouped={isGrouped} onChange={setIsGrouped} />
            <span className="grow" />
            <MatrixActions rows={rows} before={before} />
          </PaneHead>
          {rows.length === 0 ? (
            <p className="empty-note">{previews.length === 0 ? 'Add samples to compare them.' : 'Running…'}</p>
          ) : (
            <Table rows={shown} sort={sort} onSort={setSort} isGrouped={isGrouped} before={before} />
          )}
        </div>
        <div className="matrix-side scroll">
          <Suspense fallback={<p className="empty-note">Loading the charts…</p>}>
            <Charts
              rows={rows}
              context={context}
              keyPath={keyPath}
              onPartitions={setPartitions}
              onKeyPath={setKeyPath}
            />
          </Suspense>
          <RuleCoverage />
        </div>
      </div>
    </section>
  )
}

function GroupCheck({ isGrouped, onChange }: { isGrouped: boolean; onChange: (isGrouped: boolean) => void }) {
  return (
    <label className="check">
      <input type="checkbox" checked={isGrouped} onChange={({ target }) => onChange(target.checked)} />
      Group by rule
    </label>
  )
}

type RowsBefore = ReadonlyMap<string, MatrixRow> | null

function useRows(previews: readonly SamplePreview[], context: RowContext): readonly MatrixRow[] {
  const work = useMemo(() => () => matrixRows(previews, context), [previews, context])
  return useSliced(work) ?? noRows
}

/** The rows as they were when the flow was saved or marked last; null where they are the same. */
function useRowsBefore(previews: readonly SamplePreview[], context: RowContext): RowsBefore {
  const { analysis } = useDesigner()
  const baseline = useStore(analysis, (state) => state.baseline)
  const work = useMemo(
    () => (baseline === null || baseline.previews === previews ? null : () => rowsById(baseline.previews, context)),
    [baseline, previews, context],
  )
  return useSliced(work)
}

/** How all samples stand, and what can be done with them together. */
function MatrixActions({ rows, before }: { rows: readonly MatrixRow[]; before: RowsBefore }) {
  const { analysis, view } = useDesigner()
  const isRunning = useSlow(useStore(analysis, (state) => state.isRunning))
  const tests = useTestCounts()
  const saveAll = useSaveAllTests()
  const changed = useMemo(
    () => (before === null ? 0 : rows.filter((row) => isChanged(row, before.get(row.id))).length),
    [rows, before],
  )
  const mark = () => {
    const { previews, destination } = analysis.getState()
    analysis.setState({ baseline: { previews, destination } })
  }
  const records = rows.filter(({ partition }) => partition !== null).length
  return (
    <>
      {tests.count > 0 && <span className={tests.failed > 0 ? 'tone-err' : 'tone-ok'}>{testsInWords(tests)}</span>}
      <span className="faint" role="status">
        {isRunning ? 'running' : changed > 0 ? `${changed} changed since the flow was saved` : ''}
      </span>
      {changed > 0 && (
        <button type="button" className="btn ghost small" onClick={mark}>
          Mark from here
        </button>
      )}
      {saveAll !== null && (
        <button type="button" className="btn small" onClick={saveAll.run}>
          <FlaskConical className="icon small" aria-hidden />
          Save {saveAll.count} as tests
        </button>
      )}
      <button
        type="button"
        className="btn small"
        disabled={records === 0}
        onClick={() => view.getState().actions.openProduce('all')}
      >
        <Send className="icon small" aria-hidden />
        Produce {records.toLocaleString('en-US')}…
      </button>
    </>
  )
}

const noRows: MatrixRow[] = []

type Sort = { column: MatrixColumn; isDescending: boolean } | null

function* rowsById(
  previews: Parameters<typeof matrixRows>[0],
  context: RowContext,
): Generator<void, ReadonlyMap<string, MatrixRow>> {
  const rows = yield* matrixRows(previews, context)
  return new Map(rows.map((row) => [row.id, row]))
}

function isChanged(row: MatrixRow, before: MatrixRow | undefined): boolean {
  const found = changedColumns(row, before)
  return found !== null && found.length > 0
}

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

function Table({
  rows,
  sort,
  onSort,
  isGrouped,
  before,
}: {
  rows: readonly MatrixRow[]
  sort: Sort
  onSort: (sort: Sort) => void
  isGrouped: boolean
  before: ReadonlyMap<string, MatrixRow> | null
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
  const items = virtual.getVirtualItems()
  const above = items[0]?.start ?? 0
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    <div ref={scroll} className="matrix-table scroll" tabIndex={0} role="region" aria-label="Table of samples">
      <table className="pairs" aria-label="Samples and their records" aria-rowcount={lines.length + 1}>
        <thead>
          <HeadLine sort={sort} onSort={onSort} />
        </thead>
        <tbody>
          {above > 0 && <Spacer height={above} />}
          {items.map(({ index }) => {
            const line = lines[index]
            if (line === undefined) return null
            if (line.kind === 'group') return <GroupLine key={`group ${line.rule}`} line={line} />
            return <Row key={line.row.id} row={line.row} before={before?.get(line.row.id)} />
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

function Row({ row, before }: { row: MatrixRow; before: MatrixRow | undefined }) {
  const { document } = useDesigner()
  const isSelected = useDocument((state) => state.selectedSample === row.id)
  const changed = changedColumns(row, before) ?? []
  const isFaulty = row.state.tone === 'err' || row.test === 'failed'
  const mark = (column: MatrixColumn) =>
    changed.includes(column) && before !== undefined
      ? { className: 'changed', title: `was ${String(cell(before, column) ?? 'nothing') || 'empty'}` }
      : {}
  return (
    <tr className={[isSelected && 'row-selected', isFaulty && 'row-fault'].filter(Boolean).join(' ') || undefined}>
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
        <span className={`tone-${row.state.tone} outcome`}>
          <ToneIcon tone={row.state.tone} isSmall />
          {row.state.word}
        </span>
      </td>
      <td {...mark('rule')}>{row.rule === '' ? <span className="faint">none</span> : <code>{row.rule}</code>}</td>
      <td {...mark('topic')}>
        {row.partition === null ? <span className="faint">not sent</span> : <code>{row.topic}</code>}
      </td>
      <td {...mark('key')}>
        <code className="cut">{row.key}</code>
      </td>
      <NumberCell mark={mark('partition')}>{row.partition}</NumberCell>
      <NumberCell mark={mark('bytes')}>{row.bytes !== null && formatBytes(row.bytes)}</NumberCell>
      <NumberCell mark={mark('problems')}>{row.problems > 0 && row.problems}</NumberCell>
      <td {...mark('test')}>
        {row.test === '' ? <span className="faint">No test</span> : <TestMark test={{ status: row.test }} hasWord />}
      </td>
    </tr>
  )
}

function NumberCell({ mark, children }: { mark: { className?: string; title?: string }; children: ReactNode }) {
  return (
    <td {...mark} className={`number ${mark.className ?? ''}`}>
      {children}
    </td>
  )
}
