import type { BrowsedRecord } from '@mapping-designer/shared-types'
import { Pause, Play } from 'lucide-react'
import { Fragment, useCallback, useEffect, useState } from 'react'
import { sentenceOf } from '../../bridge/bridge-store.ts'
import { useBridge, useDesigner, useView } from '../../designer/designer-context.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { formatBytes, formatUtc, plural } from '../../ui/format.ts'
import { ofNumbers, TableHead } from '../../ui/table-head.tsx'
import { linkTo } from './record-link.ts'
import { StoredValue } from './stored-value.tsx'
import { eventText, takeTexts, textOf } from './take-samples.ts'
import { useAnswer } from './use-answer.ts'

type From = 'latest' | 'earliest' | 'offset' | 'time'
const kept = 500

/** Records of a topic: the newest, from a place on, or as they are written. */
export function RecordsTab({ profile }: { profile: string }) {
  const { client } = useDesigner()
  const topics = useBridge((state) => state.topics) ?? []
  const wanted = useView((state) => state.clusterTopic)
  const topic = wanted ?? topics[0]?.name ?? ''
  const linked = useView((state) => state.clusterRecord)
  const [query, setQuery] = useState<Query>({
    from: linked === null ? 'latest' : 'offset',
    at: linked?.offset ?? '',
    partition: linked?.partition ?? '',
  })
  const [isFollowing, setIsFollowing] = useState(false)
  const { from, partition } = query
  const place = placeOf(query)
  const ask = useCallback(
    () =>
      topic === '' || place === null
        ? Promise.resolve([])
        : client.records(profile, topic, { from, limit: '100', partition, at: place }),
    [client, profile, topic, from, place, partition],
  )
  const page = useAnswer(ask)
  const live = useFollowed(profile, isFollowing ? topic : null)
  const found = page.value ?? []
  // The newest come first where the newest are wanted; from a place on, the log is read as it was written.
  const records = isFollowing ? live.records : from === 'latest' ? found.toReversed() : found
  const error = isFollowing ? live.error : page.error
  return (
    <>
      <div className="cluster-bar">
        <TopicSelect topic={topic} />
        <QueryInputs topic={topic} query={query} onChange={setQuery} isOff={isFollowing} />
        <button type="button" className="btn" disabled={isFollowing} onClick={page.again}>
          Read again
        </button>
        <button type="button" className="btn" aria-pressed={isFollowing} onClick={() => setIsFollowing(!isFollowing)}>
          {isFollowing ? <Pause className="icon small" aria-hidden /> : <Play className="icon small" aria-hidden />}
          Follow
        </button>
        <span className="faint" role="status">
          {isFollowing ? 'New records appear as they are written.' : plural(records.length, 'record')}
        </span>
      </div>
      {error !== null && <div className="notice tone-err">{error}</div>}
      {linked !== null && page.value?.length === 0 && (
        <div className="notice tone-warn">
          The record {linked.partition}@{linked.offset} is not there any more, or not yet: the topic keeps records for a
          time.
        </div>
      )}
      {records.length === 0 && error === null ? (
        <p className="empty-note">{isFollowing || page.isAsking ? 'Waiting for records…' : 'No record there.'}</p>
      ) : (
        <RecordList profile={profile} records={records} first={linked && `${linked.partition}@${linked.offset}`} />
      )}
    </>
  )
}

function TopicSelect({ topic }: { topic: string }) {
  const { view } = useDesigner()
  const names = (useBridge((state) => state.topics) ?? []).map(({ name }) => name)
  return (
    <select
      className="field mono"
      aria-label="Topic"
      value={topic}
      onChange={(event) => view.getState().actions.showCluster('records', event.target.value)}
    >
      {!names.includes(topic) && <option>{topic}</option>}
      {names.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  )
}

/** From where on a topic is read. */
interface Query {
  from: From
  /** Offset or time, as it was typed. */
  at: string
  /** Empty for all. */
  partition: string
}

function QueryInputs({
  topic,
  query,
  onChange,
  isOff,
}: {
  topic: string
  query: Query
  onChange: (query: Query) => void
  isOff: boolean
}) {
  const topics = useBridge((state) => state.topics)
  const partitions = topics?.find(({ name }) => name === topic)?.partitions ?? 0
  const { from, at, partition } = query
  return (
    <>
      <select
        className="field"
        aria-label="Partition"
        value={partition}
        disabled={isOff}
        onChange={({ target }) => onChange({ ...query, partition: target.value })}
      >
        <option value="">All partitions</option>
        {Array.from({ length: partitions }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a partition is its number
          <option key={index} value={index}>
            Partition {index}
          </option>
        ))}
      </select>
      <select
        className="field"
        aria-label="Read from"
        value={from}
        disabled={isOff}
        onChange={({ target }) => onChange({ ...query, from: target.value as From })}
      >
        <option value="latest">Newest</option>
        <option value="earliest">Oldest</option>
        <option value="offset">From offset</option>
        <option value="time">From time</option>
      </select>
      {(from === 'offset' || from === 'time') && (
        <input
          className="field mono"
          aria-label={from === 'offset' ? 'Offset' : 'Time'}
          placeholder={from === 'offset' ? '0' : '2026-01-31T12:00:00Z'}
          aria-invalid={placeOf(query) === null}
          value={at}
          onChange={({ target }) => onChange({ ...query, at: target.value })}
        />
      )}
    </>
  )
}

/** The number that the bridge wants; null where what was typed is none. */
function placeOf({ from, at }: Query): string | undefined | null {
  if (from === 'latest' || from === 'earliest') return undefined
  if (from === 'offset') return at === '' ? '0' : /^\d+$/.test(at) ? at : null
  if (/^\d+$/.test(at)) return at
  const time = Date.parse(at)
  return Number.isNaN(time) ? null : String(time)
}

function useFollowed(profile: string, topic: string | null) {
  const { client } = useDesigner()
  const [records, setRecords] = useState<readonly BrowsedRecord[]>([])
  const [error, setError] = useState<string | null>(null)
  useEffect(() => {
    if (topic === null) return
    const end = new AbortController()
    setRecords([])
    setError(null)
    const read = async () => {
      for await (const some of client.follow(profile, topic, end.signal)) {
        setRecords((before) => [...some.toReversed(), ...before].slice(0, kept))
      }
    }
    read().catch((failure: unknown) => setError(sentenceOf(failure)))
    return () => end.abort()
  }, [client, profile, topic])
  return { records, error }
}

function RecordList({
  profile,
  records,
  first,
}: {
  profile: string
  records: readonly BrowsedRecord[]
  /** The place that is open at the beginning. */
  first: string | null
}) {
  const [open, setOpen] = useState<string | null>(first)
  return (
    <table className="pairs cluster-table records" aria-label="Records">
      <TableHead
        titles={[
          'Time (UTC)',
          'Partition@offset',
          'Key',
          'Value',
          ofNumbers('Size'),
          { title: 'Actions', isHidden: true },
        ]}
      />
      <tbody>
        {records.map((record) => {
          const place = `${record.partition}@${record.offset}`
          return (
            <Fragment key={place}>
              <RecordRow
                record={record}
                place={place}
                isOpen={open === place}
                onToggle={() => setOpen(open === place ? null : place)}
              />
              {open === place && <RecordDetail profile={profile} record={record} />}
            </Fragment>
          )
        })}
      </tbody>
    </table>
  )
}

function RecordRow({
  record,
  place,
  isOpen,
  onToggle,
}: {
  record: BrowsedRecord
  place: string
  isOpen: boolean
  onToggle: () => void
}) {
  const parts = useDesigner()
  const event = eventText(record)
  return (
    <tr>
      <td className="mono">{formatUtc(record.timestamp) ?? record.timestamp}</td>
      <td>
        <button type="button" className="link mono" aria-expanded={isOpen} onClick={onToggle}>
          {place}
        </button>
      </td>
      <td>
        <code className="cut">{textOf(record.key)}</code>
      </td>
      <td>
        <code className="cut">{textOf(record.value)}</code>
      </td>
      <td className="number">{formatBytes(record.size)}</td>
      <td>
        {event !== undefined && (
          <button
            type="button"
            className="btn small"
            onClick={() => takeTexts(parts, [event], `${record.topic} ${place}`)}
          >
            Add as sample<span className="sr-only"> {place}</span>
          </button>
        )}
      </td>
    </tr>
  )
}

function RecordDetail({ profile, record }: { profile: string; record: BrowsedRecord }) {
  return (
    <tr className="detail">
      <td colSpan={6}>
        <StoredValue record={record} />
        {record.headers.map(([name, value], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: headers may repeat, and keep their order
          <p key={index} className="faint mono">
            {name}: {textOf(value)}
          </p>
        ))}
        <div className="cluster-bar">
          <CopyButton text={textOf(record.value)} label="Copy value" />
          <CopyButton text={linkTo(profile, record)} label="Copy link" />
        </div>
      </td>
    </tr>
  )
}
