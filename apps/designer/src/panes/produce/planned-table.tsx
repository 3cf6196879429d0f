import { partitionForKey, recordSize } from '@mapping-designer/mapping-engine'
import { useBridge } from '../../designer/designer-context.tsx'
import { eventName } from '../../document/sample.ts'
import type { SamplePreview } from '../../preview/derive.ts'
import { formatBytes, plural } from '../../ui/format.ts'
import { ofNumbers, TableHead } from '../../ui/table-head.tsx'
import { recordOf } from './use-produce.ts'

const maxRows = 100

/** The records that would be sent, before they are. */
export function PlannedTable({ chosen }: { chosen: readonly SamplePreview[] }) {
  return (
    <>
      <table className="results" aria-label="Records to send">
        <TableHead titles={['Sample', 'Topic', 'Key', ofNumbers('Partition'), ofNumbers('Size')]} />
        <tbody>
          {chosen.slice(0, maxRows).map((preview) => (
            <PlannedRow key={preview.sample.id} preview={preview} />
          ))}
        </tbody>
      </table>
      {chosen.length > maxRows && <p className="empty-note">and {plural(chosen.length - maxRows, 'more record')}.</p>}
    </>
  )
}

function PlannedRow({ preview }: { preview: SamplePreview }) {
  const { sample } = preview
  const record = recordOf(preview)
  const topic = useBridge(({ topics }) => topics?.find(({ name }) => name === record?.topic))
  if (record === null) return null
  return (
    <tr>
      <td>
        {eventName(sample)} <span className="faint">{sample.title}</span>
      </td>
      <td>
        <code>{record.topic}</code>
      </td>
      <td>
        <code className="cut">{record.key}</code>
      </td>
      <td className="number">{topic ? partitionForKey(record.key, topic.partitions) : 'no topic yet'}</td>
      <td className="number">{formatBytes(recordSize(record).batch)}</td>
    </tr>
  )
}
