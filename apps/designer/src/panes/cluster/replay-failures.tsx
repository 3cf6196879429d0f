import type { ReplayFailure } from '@mapping-designer/shared-types'
import { eventsOf, pickEvents, type ReplaySource } from '../../bridge/replay-store.ts'
import { useDesigner } from '../../designer/designer-context.tsx'
import { usePreviews } from '../../designer/use-preview.ts'
import { download } from '../../ui/download.ts'
import { formatCount, plural } from '../../ui/format.ts'
import { Sentence } from '../../ui/sentence.tsx'
import { ofNumbers, TableHead } from '../../ui/table-head.tsx'

/** The events that failed, by reason: to be saved, or to be replayed alone once the reason is gone. */
export function Failures({ source, failures }: { source: ReplaySource; failures: readonly ReplayFailure[] }) {
  const { replay } = useDesigner()
  const previews = usePreviews()
  if (failures.length === 0) return null
  const pick = () => {
    const samples = previews.map(({ event }) => event)
    return pickEvents(eventsOf(source, samples), new Set(failures.map(({ index }) => index)))
  }
  const save = async () =>
    download('failed-events.ndjson', (await pick()).map((event) => `${JSON.stringify(event)}\n`).join(''))
  const again = async () => {
    const events = await pick()
    replay.getState().actions.choose({ kind: 'events', title: `${plural(events.length, 'event')} that failed`, events })
  }
  return (
    <section className="cluster-part" aria-label="Failures">
      <table className="pairs cluster-table" aria-label="Failures by reason">
        <TableHead titles={['Reason', ofNumbers('Events')]} />
        <tbody>
          {[...countReasons(failures)].map(([reason, count]) => (
            <tr key={reason}>
              <td>
                <Sentence text={reason} />
              </td>
              <td className="number">{formatCount(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="cluster-bar">
        <button type="button" className="btn" onClick={() => void save()}>
          Save {plural(failures.length, 'event')}
        </button>
        <button type="button" className="btn" onClick={() => void again()}>
          Replay only these…
        </button>
      </div>
    </section>
  )
}

function countReasons(failures: readonly ReplayFailure[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { reason } of failures) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return counts
}
