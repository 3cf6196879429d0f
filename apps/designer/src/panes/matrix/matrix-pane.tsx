import { useDeferredValue, useId, useMemo, useState } from 'react'
import { useBridge, useDesigner, useDocument } from '../../app/designer-context.tsx'
import { formatBytes, plural } from '../../preview/format.ts'
import { useDestination, usePreviews } from '../../preview/use-preview.ts'
import { TestMark } from '../../ui/test-mark.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { BottomSwitch } from './bottom-switch.tsx'
import { type MatrixColumn, type MatrixRow, matrixRow, type Spread, shownRows, spreadOf } from './matrix-rows.ts'

const columns: { id: MatrixColumn; label: string; isNumber?: boolean }[] = [
  { id: 'event', label: 'Event' },
  { id: 'outcome', label: 'Outcome' },
  { id: 'rule', label: 'Rule' },
  { id: 'topic', label: 'Topic' },
  { id: 'key', label: 'Key' },
  { id: 'partition', label: 'Partition', isNumber: true },
  { id: 'bytes', label: 'Size', isNumber: true },
  { id: 'problems', label: 'Problems', isNumber: true },
  { id: 'test', label: 'Test' },
]
const rowsAtOnce = 300

/** All samples side by side: what each becomes, under which rule, and where it goes. */
export function MatrixPane() {
  const previews = usePreviews()
  const destination = useDeferredValue(useDestination())
  const topics = useBridge((state) => state.topics)
  const rows = useMemo(
    () => previews.map((preview) => matrixRow(preview, destination, topics)),
    [previews, destination, topics],
  )
  const [filter, setFilter] = useState('')
  const [sort, setSort] = useState<{ column: MatrixColumn; isDescending: boolean } | null>(null)
  const [limit, setLimit] = useState(rowsAtOnce)
  const shown = useMemo(() => shownRows(rows, filter, sort), [rows, filter, sort])
  const title = useId()
  return (
    <section className="pane" aria-labelledby={title} data-pane="matrix">
      <div className="pane-head">
        <h2 id={title}>Matrix</h2>
        <span className="count">
          {shown.length === rows.length
            ? plural(rows.length, 'sample')
            : `${shown.length} of ${plural(rows.length, 'sample')}`}
        </span>
        <input
          className="field small"
          type="search"
          aria-label="Filter samples"
          placeholder="Filter"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
        <span className="grow" />
        <BottomSwitch />
      </div>
      <div className="matrix">
        <div className="matrix-table">
          {rows.length === 0 ? (
            <p className="empty-note">No samples yet. Add an event to see its record.</p>
          ) : (
            <table className="pairs" aria-label="Samples and their records">
              <thead>
                <tr>
                  {columns.map(({ id, label, isNumber }) => (
                    <th key={id} className={isNumber ? 'number' : ''} aria-sort={sortState(sort, id)}>
                      <button type="button" className="link" onClick={() => setSort(nextSort(sort, id))}>
                        {label}
                        <span aria-hidden>{sort?.column === id ? (sort.isDescending ? ' ↓' : ' ↑') : ''}</span>
                      </button>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {shown.slice(0, limit).map((row) => (
                  <Row key={row.id} row={row} />
                ))}
              </tbody>
            </table>
          )}
          {shown.length > limit && (
            <button type="button" className="btn small" onClick={() => setLimit(limit + rowsAtOnce)}>
              Show {Math.min(rowsAtOnce, shown.length - limit)} more
            </button>
          )}
        </div>
        <Spreads spreads={spreadOf(rows, topics)} />
      </div>
    </section>
  )
}

type Sort = { column: MatrixColumn; isDescending: boolean } | null

function sortState(sort: Sort, column: MatrixColumn): 'ascending' | 'descending' | 'none' {
  if (sort?.column !== column) return 'none'
  return sort.isDescending ? 'descending' : 'ascending'
}

/** Up, down, and back to the order of the list. */
function nextSort(sort: Sort, column: MatrixColumn): Sort {
  if (sort?.column !== column) return { column, isDescending: false }
  return sort.isDescending ? null : { column, isDescending: true }
}

function Row({ row }: { row: MatrixRow }) {
  const { document } = useDesigner()
  const isSelected = useDocument((state) => state.selectedSample === row.id)
  return (
    <tr className={isSelected ? 'row-selected' : ''}>
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
      </th>
      <td>
        <span className={`tone-${row.state.tone} outcome`}>
          <ToneIcon tone={row.state.tone} isSmall />
          {row.state.word}
        </span>
      </td>
      <td>{row.rule === '' ? <span className="faint">none</span> : <code>{row.rule}</code>}</td>
      <td>
        <code>{row.topic}</code>
      </td>
      <td>
        <code className="cut">{row.key}</code>
      </td>
      <td className="number">{row.partition}</td>
      <td className="number">{row.bytes !== null && formatBytes(row.bytes)}</td>
      <td className="number">{row.problems > 0 && row.problems}</td>
      <td>{row.test !== '' && <TestMark test={{ status: row.test }} />}</td>
    </tr>
  )
}

/** Records by partition as bars; the same figures stand in a table for those who do not see bars. */
function Spreads({ spreads }: { spreads: readonly Spread[] }) {
  if (spreads.length === 0) return null
  return (
    <div className="spreads">
      {spreads.map(({ topic, counts, isKnown, hottest }) => {
        const most = Math.max(...counts, 1)
        const total = counts.reduce((sum, count) => sum + count, 0)
        return (
          <figure key={topic}>
            <figcaption>
              <code>{topic}</code> <span className="faint">{isKnown ? 'by partition' : 'by partition, 3 assumed'}</span>
            </figcaption>
            <table aria-label={`Records of ${topic} by partition`}>
              <tbody>
                {counts.map((count, partition) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a partition is its number
                  <tr key={partition}>
                    <th scope="row">{partition}</th>
                    <td>
                      <span className="bar" style={{ width: `${(count / most) * 100}%` }} aria-hidden />
                    </td>
                    <td className="number">{count}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {hottest.count > 1 && (
              <small className="faint">
                {hottest.count} of {total} with the key <code>{hottest.key}</code>
              </small>
            )}
          </figure>
        )
      })}
    </div>
  )
}
