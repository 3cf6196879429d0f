import { plural } from '../../ui/format.ts'

/** How many records something has, and how many of them are marked. */
interface Bar {
  name: string
  count: number
  marked: number
}

/** Names that fit below the bars. */
const maxNames = 16

/** Bars of numbers of records; `mark` says what is marked in them. Each says its numbers where it is pointed at. */
export function BarChart({
  label,
  bars,
  mark,
  tone,
}: {
  label: string
  bars: readonly Bar[]
  mark: string
  tone: 'hot' | 'err'
}) {
  const top = scaleOf(Math.max(...bars.map(({ count }) => count)))
  const height = (count: number) => ({ height: `${(count / top) * 100}%` })
  const step = Math.ceil(bars.length / maxNames)
  return (
    <div className="chart" role="img" aria-label={label}>
      <div className="chart-scale">
        {[top, top / 2, 0].map((number) => (
          <span key={number}>{number.toLocaleString('en-US')}</span>
        ))}
      </div>
      <div className="chart-bars">
        {bars.map(({ name, count, marked }, index) => (
          <div
            key={name}
            title={`${name}: ${plural(count, 'record')}${marked > 0 && marked < count ? `, ${marked} ${mark}` : ''}`}
          >
            <span className={tone} style={height(marked)} />
            <span style={height(count - marked)} />
            <small>{index % step === 0 && name}</small>
          </div>
        ))}
      </div>
    </div>
  )
}

/** The smallest round number that is no less and has a whole half: 2, 4, 10, 20, 40, 100 … */
function scaleOf(max: number): number {
  for (let power = 1; ; power *= 10) {
    const found = [2, 4, 10].find((step) => step * power >= max)
    if (found !== undefined) return found * power
  }
}
