import { headerPairs, partitionForKey, recordSize } from '@mapping-designer/mapping-engine'
import type { KafkaRecord } from '@mapping-designer/shared-types'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useBridge } from '../../designer/designer-context.tsx'
import { eventName } from '../../document/sample.ts'
import { formatBytes, formatUtc, plural } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { colour } from '../../ui/json-view.tsx'
import { ofNumbers, TableHead } from '../../ui/table-head.tsx'
import { type Tone, ToneIcon } from '../../ui/tone-icon.tsx'
import type { TopicCheck } from './check-topic.ts'
import type { PlannedRecord } from './use-planned.ts'

const maxRows = 100

const titles = [
  { title: 'Send, details', isHidden: true, width: 80 },
  'Sample',
  'Topic',
  'Key',
  ofNumbers('Partition'),
  ofNumbers('Size'),
  'Check',
]

/** The records that would be sent, before they are; the first one is open, and each can be left out. */
export function PlannedTable({
  planned,
  onChoose,
}: {
  planned: readonly PlannedRecord[]
  /** Takes the id of a sample, and whether its record is sent. */
  onChoose: (id: string, isSent: boolean) => void
}) {
  return (
    <>
      <table className="results planned" aria-label="Records to send">
        <TableHead titles={titles} />
        <tbody>
          {planned.slice(0, maxRows).map((one, at) => (
            <PlannedRow key={one.preview.sample.id} planned={one} isFirst={at === 0} onChoose={onChoose} />
          ))}
        </tbody>
      </table>
      {planned.length > maxRows && <p className="empty-note">and {plural(planned.length - maxRows, 'more record')}.</p>}
    </>
  )
}

function PlannedRow({
  planned: { preview, record, check, isSent },
  isFirst,
  onChoose,
}: {
  planned: PlannedRecord
  isFirst: boolean
  onChoose: (id: string, isSent: boolean) => void
}) {
  const { sample } = preview
  const [isOpen, setIsOpen] = useState(isFirst)
  const topic = useBridge(({ topics }) => topics?.find(({ name }) => name === record.topic))
  const name = `${eventName(sample)} ${sample.title}`
  const partition = topic ? String(partitionForKey(record.key, topic.partitions)) : ''
  const size = formatBytes(recordSize(record).batch)
  const { word, tone } = checks[check]
  return (
    <>
      <tr className={isSent ? undefined : 'faint'}>
        <td className="planned-tools">
          <input
            type="checkbox"
            aria-label={`Send the record of ${name}`}
            checked={isSent}
            onChange={() => onChoose(sample.id, !isSent)}
          />
          <IconButton
            Icon={isOpen ? ChevronDown : ChevronRight}
            label={`Record of ${name}`}
            isSmall
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
          />
        </td>
        <td>
          {eventName(sample)} <span className="faint">{sample.title}</span>
        </td>
        <td>
          <code>{record.topic}</code>
        </td>
        <td>
          <code className="cut">{record.key}</code>
        </td>
        <td className="number hide-phone">{partition}</td>
        <td className="number hide-phone">{size}</td>
        <td>
          <span className={`verdict tone-${tone}`}>
            <ToneIcon tone={tone} isSmall />
            {word}
          </span>
        </td>
      </tr>
      {isOpen && (
        <tr className="detail">
          <td colSpan={titles.length}>
            <PlannedDetail record={record} place={partition} size={size} />
          </td>
        </tr>
      )}
    </>
  )
}

const checks: Record<TopicCheck, { word: string; tone: Tone }> = {
  ready: { word: 'Ready', tone: 'ok' },
  unknown: { word: 'Unknown', tone: 'quiet' },
  'to-create': { word: 'No topic', tone: 'warn' },
  'no-topic': { word: 'No topic', tone: 'warn' },
  'not-allowed': { word: 'Not allowed', tone: 'err' },
}

const shownCharacters = 2_000

function PlannedDetail({
  record: { value, headers, timestamp },
  place,
  size,
}: {
  record: KafkaRecord
  place: string
  size: string
}) {
  return (
    <dl className="record-facts">
      <dt>Value</dt>
      <dd className="json">
        {colour(value.slice(0, shownCharacters))}
        {value.length > shownCharacters && '…'}
      </dd>
      <dt>Headers</dt>
      <dd>
        <code>
          {headerPairs(headers)
            .map((pair) => pair.join(': '))
            .join(', ') || 'none'}
        </code>
      </dd>
      <dt>Timestamp</dt>
      <dd>
        <code>{formatUtc(timestamp) ?? timestamp}</code> <span className="faint">UTC</span>
      </dd>
      {/* A phone has no columns for them. */}
      <dt className="only-phone">Goes to</dt>
      <dd className="only-phone">
        {place === '' ? 'a partition that is not known yet' : `partition ${place}`}, {size}
      </dd>
    </dl>
  )
}
