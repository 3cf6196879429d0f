import type { BrowsedRecord } from '@mapping-designer/shared-types'
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useDesigner } from '../../designer/designer-context.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { formatBytes, formatUtc, plural, relativeTime } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { TableHead } from '../../ui/table-head.tsx'
import { linkTo } from './record-link.ts'
import { storedCommands } from './stored-commands.ts'
import { StoredValue } from './stored-value.tsx'
import { placeOf, textOf } from './take-samples.ts'

/** One record beside the list: everything that is stored of it. `onStep` goes to the one above or below. */
export function RecordPanel({
  profile,
  record,
  onStep,
  onClose,
}: {
  profile: string
  record: BrowsedRecord
  onStep: (step: 1 | -1) => void
  onClose: () => void
}) {
  const parts = useDesigner()
  const place = placeOf(record)
  const take = storedCommands(parts, profile, record).find(({ id, isOff }) => id === 'take' && !isOff)
  return (
    <section className="record-panel" aria-label={`Record ${place}`}>
      <div className="pane-head">
        <h3 className="mono">{place}</h3>
        <span className="faint truncate grow">{record.topic}</span>
        {take && (
          <button type="button" className="btn small" onClick={take.run}>
            {take.title}
          </button>
        )}
        <IconButton Icon={ChevronUp} label="Record above" isSmall onClick={() => onStep(-1)} />
        <IconButton Icon={ChevronDown} label="Record below" isSmall onClick={() => onStep(1)} />
        <IconButton Icon={X} label="Close the record" isSmall onClick={onClose} />
      </div>
      <div className="scroll">
        <Facts record={record} />
        <StoredValue record={record} />
        <Headers headers={record.headers} />
      </div>
      <div className="toolbar">
        <CopyButton text={textOf(record.value)} label="Copy value" />
        <CopyButton text={linkTo(profile, record)} label="Copy link" />
      </div>
    </section>
  )
}

function Facts({ record: { key, timestamp, timestampType, size } }: { record: BrowsedRecord }) {
  return (
    <dl className="record-facts">
      <dt>Key</dt>
      <dd>
        <code>{textOf(key)}</code>
      </dd>
      <dt>Timestamp</dt>
      <dd>
        <code>{formatUtc(timestamp) ?? timestamp}</code>{' '}
        <span className="faint">
          UTC, {timestampType ?? 'CreateTime'}, {relativeTime(timestamp, Date.now())}
        </span>
      </dd>
      <dt>Size</dt>
      <dd>
        {formatBytes(size)} <span className="faint">key and value</span>
      </dd>
    </dl>
  )
}

function Headers({ headers }: Pick<BrowsedRecord, 'headers'>) {
  if (headers.length === 0) return <p className="empty-note">No headers.</p>
  return (
    <table className="pairs" aria-label="Headers">
      <TableHead titles={[plural(headers.length, 'header'), 'Value']} />
      <tbody>
        {headers.map(([name, value], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: headers may repeat, and keep their order
          <tr key={index}>
            <td>
              <code>{name}</code>
            </td>
            <td>
              <code>{textOf(value)}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
