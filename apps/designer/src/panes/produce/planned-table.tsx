import { headerPairs, partitionForKey, recordSize } from '@mapping-designer/mapping-engine'
import { type KafkaRecord, matchesWildcard } from '@mapping-designer/shared-types'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { chosenProfile } from '../../bridge/bridge-store.ts'
import { useBridge } from '../../designer/designer-context.tsx'
import { eventName } from '../../document/sample.ts'
import type { SamplePreview } from '../../preview/derive.ts'
import { formatBytes, formatUtc, plural } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { colour } from '../../ui/json-view.tsx'
import { ofNumbers, TableHead } from '../../ui/table-head.tsx'
import { type Tone, ToneIcon } from '../../ui/tone-icon.tsx'
import { recordOf } from './use-produce.ts'

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
  leftOut,
  onToggle,
}: {
  planned: readonly SamplePreview[]
  /** Ids of the samples whose records are not sent. */
  leftOut: ReadonlySet<string>
  onToggle: (id: string) => void
}) {
  return (
    <>
      <table className="results planned" aria-label="Records to send">
        <TableHead titles={titles} />
        <tbody>
          {planned.slice(0, maxRows).map((preview, at) => (
            <PlannedRow
              key={preview.sample.id}
              preview={preview}
              isFirst={at === 0}
              isSent={!leftOut.has(preview.sample.id)}
              onToggle={onToggle}
            />
          ))}
        </tbody>
      </table>
      {planned.length > maxRows && <p className="empty-note">and {plural(planned.length - maxRows, 'more record')}.</p>}
    </>
  )
}

function PlannedRow({
  preview,
  isFirst,
  isSent,
  onToggle,
}: {
  preview: SamplePreview
  isFirst: boolean
  isSent: boolean
  onToggle: (id: string) => void
}) {
  const { sample } = preview
  const [isOpen, setIsOpen] = useState(isFirst)
  const record = recordOf(preview)
  const topic = useBridge(({ topics }) => topics?.find(({ name }) => name === record?.topic))
  const isKnown = useBridge(({ topics }) => topics !== null)
  const isAllowed = useBridge((state) =>
    chosenProfile(state)?.topics.some((pattern) => matchesWildcard(pattern, record?.topic ?? '')),
  )
  if (record === null) return null
  const name = `${eventName(sample)} ${sample.title}`
  const partition = topic ? String(partitionForKey(record.key, topic.partitions)) : ''
  const size = formatBytes(recordSize(record).batch)
  const check = checkOf(isAllowed, isKnown, topic !== undefined)
  return (
    <>
      <tr className={isSent ? undefined : 'faint'}>
        <td className="planned-tools">
          <input
            type="checkbox"
            aria-label={`Send the record of ${name}`}
            checked={isSent}
            onChange={() => onToggle(sample.id)}
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
          <span className={`verdict tone-${check.tone}`}>
            <ToneIcon tone={check.tone} isSmall />
            {check.word}
          </span>
        </td>
      </tr>
      {isOpen && (
        <tr className="detail">
          <td colSpan={titles.length}>
            <PlannedRecord record={record} place={partition} size={size} />
          </td>
        </tr>
      )}
    </>
  )
}

/** `isAllowed` is undefined where there is no cluster to say it. */
function checkOf(isAllowed: boolean | undefined, isKnown: boolean, isThere: boolean): { word: string; tone: Tone } {
  if (isAllowed === false) return { word: 'Not allowed', tone: 'err' }
  if (!isKnown || isAllowed === undefined) return { word: 'Unknown', tone: 'quiet' }
  return isThere ? { word: 'Ready', tone: 'ok' } : { word: 'No topic', tone: 'warn' }
}

const shownCharacters = 2_000

function PlannedRecord({
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
