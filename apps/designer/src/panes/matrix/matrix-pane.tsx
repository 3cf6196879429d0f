import { FlaskConical, Send } from 'lucide-react'
import { lazy, Suspense, useDeferredValue, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { useBridge, useDesigner } from '../../designer/designer-context.tsx'
import { ReviewBar } from '../../designer/review-bar.tsx'
import { SelectedSamplesBar } from '../../designer/selected-samples-bar.tsx'
import { usePreviews, useTestCounts } from '../../designer/use-preview.ts'
import { FilterInput } from '../../ui/filter-input.tsx'
import { plural, testsInWords } from '../../ui/format.ts'
import { useSlow } from '../../ui/use-slow.ts'
import { ColumnMenu, useColumns } from './matrix-columns.tsx'
import { changedColumns, type MatrixRow, type RowContext, shownRows } from './matrix-rows.ts'
import { MatrixTable, type Sort } from './matrix-table.tsx'
import type { MatrixView } from './matrix-views.ts'
import { RuleCoverage } from './rule-coverage.tsx'
import { type RowsBefore, useRowNow, useRows, useRowsBefore } from './use-matrix-rows.ts'
import { useSaveAllTests } from './use-save-all-tests.ts'
import { ViewMenu } from './view-menu.tsx'

const Charts = lazy(() => import('./charts.tsx'))

/** All samples side by side: what each becomes, under which rule, and where it goes. */
export default function MatrixPane() {
  // The rows in view show an edit at once; the others follow in slices, and hold up no key.
  const previews = useDeferredValue(usePreviews())
  const { context, keyPath, setKeyPath, setPartitions } = useRowContext()
  const rows = useRows(previews, context)
  const before = useRowsBefore(previews, context)
  const rowNow = useRowNow(context)
  const [isGrouped, setIsGrouped] = useState(false)
  const [filter, setFilter] = useState('')
  const wanted = useDeferredValue(filter)
  const [sort, setSort] = useState<Sort>(null)
  const { columns, chosen, choose } = useColumns()
  const shown = useMemo(() => shownRows(rows, wanted, sort), [rows, wanted, sort])
  const showView = (view: MatrixView) => {
    choose(view.columns)
    setFilter(view.filter)
    setSort(view.sort)
    setIsGrouped(view.isGrouped)
  }
  return (
    <section className="pane" aria-label="All samples" data-pane="review">
      <ReviewBar>
        <FilterInput label="Filter samples" placeholder="Filter" value={filter} onChange={setFilter} />
        <span className="count">
          {shown.length < rows.length && `${shown.length} of `}
          {plural(rows.length, 'sample')}
        </span>
        <GroupCheck isGrouped={isGrouped} onChange={setIsGrouped} />
        <ColumnMenu rows={rows} columns={columns} onChange={choose} />
        <ViewMenu view={{ columns: chosen, filter, sort, isGrouped }} onChange={showView} />
        <span className="grow" />
        <MatrixActions rows={rows} before={before} />
      </ReviewBar>
      <div className="matrix">
        <div className="pane">
          {rows.length === 0 ? (
            <p className="empty-note">{previews.length === 0 ? 'Add samples to compare them.' : 'Running…'}</p>
          ) : (
            <MatrixTable
              rows={shown}
              columns={columns}
              sort={sort}
              onSort={setSort}
              isGrouped={isGrouped}
              before={before}
              rowNow={rowNow}
            />
          )}
          <SelectedSamplesBar />
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

/** What the rows depend on beside the samples; the charts try other numbers of partitions and other keys. */
function useRowContext() {
  const { analysis } = useDesigner()
  const destination = useStore(analysis, (state) => state.destination)
  const topics = useBridge((state) => state.topics)
  const [partitions, setPartitions] = useState<number | null>(null)
  const [keyPath, setKeyPath] = useState('')
  const context: RowContext = useMemo(
    () => ({ destination, topics, partitions, keyPath: keyPath.trim() === '' ? null : keyPath.trim() }),
    [destination, topics, partitions, keyPath],
  )
  return { context, keyPath, setKeyPath, setPartitions }
}

function GroupCheck({ isGrouped, onChange }: { isGrouped: boolean; onChange: (isGrouped: boolean) => void }) {
  return (
    <label className="check">
      <input type="checkbox" checked={isGrouped} onChange={({ target }) => onChange(target.checked)} />
      Group by rule
    </label>
  )
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

function isChanged(row: MatrixRow, before: MatrixRow | undefined): boolean {
  const found = changedColumns(row, before)
  return found !== null && found.length > 0
}
