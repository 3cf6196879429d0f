import { type ComponentProps, useMemo, useState } from 'react'
import { PathInput } from '../../designer/path-input.tsx'
import { formatBytes, plural } from '../../ui/format.ts'
import { ofNumbers, TableHead } from '../../ui/table-head.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { BarChart } from './bar-chart.tsx'
import { type MatrixRow, type RowContext, type Spread, sizeBuckets, spreadOf, sum } from './matrix-rows.ts'

/** Records over partitions and over sizes, each as a chart and as a table. */
export default function Charts({
  rows,
  context,
  keyPath,
  onPartitions,
  onKeyPath,
}: {
  rows: readonly MatrixRow[]
  context: RowContext
  keyPath: string
  onPartitions: (partitions: number | null) => void
  onKeyPath: (path: string) => void
}) {
  const spreads = useMemo(() => spreadOf(rows, context), [rows, context])
  const [wanted, setWanted] = useState<string | null>(null)
  const spread = spreads.find(({ topic }) => topic === wanted) ?? spreads[0]
  if (spread === undefined) return <p className="empty-note">No sample makes a record yet.</p>
  return (
    <>
      <section aria-label="Records by partition">
        <div className="section-head">
          <h3>Partitions</h3>
          <select
            className="field small"
            aria-label="Topic of the chart"
            value={spread.topic}
            onChange={(event) => setWanted(event.target.value)}
          >
            {spreads.map(({ topic, counts }) => (
              <option key={topic} value={topic}>
                {topic} ({sum(counts)})
              </option>
            ))}
          </select>
          <input
            className="field small partitions"
            type="number"
            min={1}
            max={1_000}
            aria-label="Partitions"
            title={spread.isKnown ? 'As the cluster has it; type another number to try it' : 'Assumed'}
            value={spread.counts.length}
            onChange={({ target }) => {
              const number = Number(target.value)
              onPartitions(Number.isInteger(number) && number >= 1 && number <= 1_000 ? number : null)
            }}
          />
        </div>
        <div className="try-key">
          <span className="faint">Try a key</span>
          <PathInput label="Try a key" isSmall value={keyPath} placeholder="as it is mapped" onChange={onKeyPath} />
        </div>
        <PartitionChart spread={spread} />
        <Hottest spread={spread} isTried={keyPath.trim() !== ''} />
      </section>
      <SizeChart rows={rows} />
    </>
  )
}

function PartitionChart({ spread: { topic, counts, hottest } }: { spread: Spread }) {
  // One record of each key is no heat.
  const hot = (partition: number) => (partition === hottest.partition && hottest.count > 1 ? hottest.count : 0)
  const bars = counts.map((count, partition) => ({ name: String(partition), count, marked: hot(partition) }))
  return (
    <>
      <BarChart label={`Bars: records of ${topic} by partition`} bars={bars} mark="with the hottest key" tone="hot" />
      <AsTable
        label={`Records of ${topic} by partition`}
        titles={['Partition', ofNumbers('Records')]}
        rows={bars.map(({ name, count }) => [name, count])}
      />
    </>
  )
}

/** In words what the bars show: how many keys there are, and which has most records. */
function Hottest({ spread: { counts, keys, hottest }, isTried }: { spread: Spread; isTried: boolean }) {
  const total = sum(counts)
  const isSkewed = total > 1 && hottest.count / total > Math.max(0.5, 2 / counts.length)
  return (
    <p className={`chart-note${isSkewed ? ' tone-warn' : ''}`}>
      {isSkewed && <ToneIcon tone="warn" isSmall />}
      <span>
        {plural(keys, 'key')} in {plural(total, 'record')}
        {isTried ? ', with the tried key' : ''}. {hottest.count > 1 ? 'The hottest' : 'One'} is{' '}
        <code>{hottest.key}</code>: {plural(hottest.count, 'record')}, {Math.round((hottest.count / total) * 100)} %, on
        partition {hottest.partition}.
      </span>
    </p>
  )
}

function SizeChart({ rows }: { rows: readonly MatrixRow[] }) {
  const bars = useMemo(
    () =>
      sizeBuckets(rows).map(({ upTo, count, isOver }) => ({
        name: isOver ? 'over the limit' : `to ${shortBytes(upTo)}`,
        full: isOver ? 'over the limit' : `up to ${formatBytes(upTo)}`,
        count,
        marked: isOver ? count : 0,
      })),
    [rows],
  )
  return (
    <section aria-label="Records by size">
      <div className="section-head">
        <h3>Sizes</h3>
        <span className="faint">against the limit of a topic</span>
      </div>
      <BarChart label="Bars: records by size" bars={bars} mark="over the limit" tone="err" />
      <AsTable
        label="Records by size"
        titles={['Size', ofNumbers('Records')]}
        rows={bars.map(({ full, count }) => [full, count])}
      />
    </section>
  )
}

/** `1 MiB`, `4 kB`: short enough to stand under a bar. */
function shortBytes(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_024)} KiB` : `${Math.round(bytes / 1_048_576)} MiB`
}

/** The numbers of a chart. */
function AsTable({
  label,
  rows,
  ...head
}: ComponentProps<typeof TableHead> & { label: string; rows: readonly [string, number][] }) {
  return (
    <details className="as-table">
      <summary>As a table</summary>
      <table className="pairs" aria-label={label}>
        <TableHead {...head} />
        <tbody>
          {rows.map(([title, count]) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              <td className="number">{count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
