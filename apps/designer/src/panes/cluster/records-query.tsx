import { useRef } from 'react'
import { useBridge, useDesigner, useView } from '../../designer/designer-context.tsx'
import type { Query } from '../../designer/record-searches.ts'

/** The topic whose records are shown: the chosen one, else the first. It stays while the cluster does not answer. */
export function useShownTopic(): string {
  const wanted = useView((state) => state.clusterTopic)
  const first = useBridge(({ topics }) => topics && (topics[0]?.name ?? ''))
  const last = useRef('')
  last.current = first ?? last.current
  return wanted ?? last.current
}

export function TopicSelect({ topic }: { topic: string }) {
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

export function QueryInputs({
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
  const { from, limit, partition } = query
  const set =
    (name: keyof Query) =>
    ({ target }: { target: { value: string } }) =>
      onChange({ ...query, [name]: target.value })
  return (
    <>
      <select className="field" aria-label="Partition" value={partition} disabled={isOff} onChange={set('partition')}>
        <option value="">All partitions</option>
        {Array.from({ length: partitions }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a partition is its number
          <option key={index} value={index}>
            Partition {index}
          </option>
        ))}
      </select>
      <select className="field" aria-label="Read from" value={from} disabled={isOff} onChange={set('from')}>
        <option value="latest">Newest</option>
        <option value="earliest">Oldest</option>
        <option value="offset">From offset</option>
        <option value="time">From time</option>
      </select>
      {from === 'offset' && <PlaceInput label="Offset" placeholder="0" query={query} name="at" onChange={set('at')} />}
      {from === 'time' && (
        <>
          <PlaceInput label="Time" placeholder="2026-01-31T12:00:00Z" query={query} name="at" onChange={set('at')} />
          <PlaceInput label="Until" placeholder="now" query={query} name="until" onChange={set('until')} />
        </>
      )}
      <select className="field" aria-label="Records to read" value={limit} disabled={isOff} onChange={set('limit')}>
        {['10', '100', '500'].map((count) => (
          <option key={count} value={count}>
            {count} records
          </option>
        ))}
      </select>
    </>
  )
}

function PlaceInput({
  label,
  placeholder,
  query,
  name,
  onChange,
}: {
  label: string
  placeholder: string
  query: Query
  name: 'at' | 'until'
  onChange: (event: { target: { value: string } }) => void
}) {
  const isWrong = name === 'at' ? startOf(query) === null : endOf(query) === null
  return (
    <input
      className="field mono"
      aria-label={label}
      placeholder={placeholder}
      aria-invalid={isWrong}
      value={query[name]}
      onChange={onChange}
    />
  )
}

/** The number that the bridge wants; null where what was typed is none. */
export function startOf({ from, at }: Query): string | undefined | null {
  if (from === 'latest' || from === 'earliest') return undefined
  if (from === 'offset') return at === '' ? '0' : /^\d+$/.test(at) ? at : null
  return timeOf(at)
}

/** Milliseconds up to which records are shown; infinite without an end, null where what was typed is no time. */
export function endOf({ from, until }: Query): number | null {
  if (from !== 'time' || until.trim() === '') return Number.POSITIVE_INFINITY
  const time = timeOf(until)
  return time === null ? null : Number(time)
}

function timeOf(typed: string): string | null {
  if (/^\d+$/.test(typed)) return typed
  const time = Date.parse(typed)
  return Number.isNaN(time) ? null : String(time)
}
