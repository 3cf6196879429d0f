import { type ComponentProps, type ReactNode, useMemo, useState } from 'react'
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { PathInput } from '../../designer/path-input.tsx'
import { formatBytes, plural } from '../../ui/format.ts'
import { ofNumbers, TableHead } from '../../ui/table-head.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'
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
  const data = counts.map((count, partition) => ({
    partition: String(partition),
    hot: hot(partition),
    others: count - hot(partition),
  }))
  return (
    <>
      <Chart data={data} label={`Bars: records of ${topic} by partition`} x="partition">
        <Bar dataKey="others" name="records" stackId="records" fill="var(--accent)" isAnimationActive={false} />
        <Bar dataKey="hot" name="with the hottest key" stackId="records" fill="url(#hatch)" isAnimationActive={false} />
      </Chart>
      <AsTable
        label={`Records of ${topic} by partition`}
        titles={['Partition', ofNumbers('Records')]}
        rows={data.map(({ partition, hot: ofHottest, others }) => [partition, ofHottest + others])}
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
  const data = useMemo(
    () =>
      sizeBuckets(rows).map(({ upTo, count, isOver }) => ({
        name: isOver ? 'over the limit' : `to ${shortBytes(upTo)}`,
        full: isOver ? 'over the limit' : `up to ${formatBytes(upTo)}`,
        within: isOver ? 0 : count,
        over: isOver ? count : 0,
      })),
    [rows],
  )
  return (
    <section aria-label="Records by size">
      <div className="section-head">
        <h3>Sizes</h3>
        <span className="faint">against the limit of a topic</span>
      </div>
      <Chart data={data} label="Bars: records by size" x="name">
        <Bar dataKey="within" name="records" stackId="records" fill="var(--accent)" isAnimationActive={false} />
        <Bar dataKey="over" name="over the limit" stackId="records" fill="var(--err)" isAnimationActive={false} />
      </Chart>
      <AsTable
        label="Records by size"
        titles={['Size', ofNumbers('Records')]}
        rows={data.map(({ full, within, over }) => [full, within + over])}
      />
    </section>
  )
}

/** `1 MiB`, `4 kB`: short enough to stand under a bar. */
function shortBytes(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_024)} KiB` : `${Math.round(bytes / 1_048_576)} MiB`
}

function Chart({
  data,
  label,
  x,
  children,
}: {
  data: readonly object[]
  label: string
  x: string
  children: ReactNode
}) {
  return (
    <div className="chart" role="img" aria-label={label}>
      <ResponsiveContainer width="100%" height={150} initialDimension={{ width: 380, height: 150 }}>
        <BarChart data={data} margin={{ top: 8, right: 8, bottom: 0, left: -18 }} accessibilityLayer={false}>
          <defs>
            <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect width="6" height="6" fill="var(--warn-bg)" />
              <rect width="3" height="6" fill="var(--warn)" />
            </pattern>
          </defs>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey={x} stroke="var(--faint)" tickLine={false} fontSize={11} interval="equidistantPreserveStart" />
          <YAxis allowDecimals={false} stroke="var(--faint)" tickLine={false} axisLine={false} fontSize={11} />
          <Tooltip
            cursor={{ fill: 'var(--hover)' }}
            contentStyle={{ background: 'var(--raised)', border: '1px solid var(--line-strong)', fontSize: 12 }}
            isAnimationActive={false}
          />
          {children}
        </BarChart>
      </ResponsiveContainer>
    </div>
  )
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
