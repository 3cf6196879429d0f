import { useEffect, useRef, useState } from 'react'
import { sentenceOf } from '../../bridge/bridge-store.ts'
import { useDesigner } from '../../designer/designer-context.tsx'
import type { Query } from '../../designer/record-searches.ts'
import { formatCount, plural } from '../../ui/format.ts'
import { readStretch } from './read-stretch.ts'
import { compareOver, eventLine } from './take-samples.ts'

/** Characters of events that are kept for a comparison. */
const maxKept = 256 * 2 ** 20

/** A button that reads on to the end of the topic and compares flows over all events on the way, and how far that is. */
export function CompareStretch({ profile, topic, query }: { profile: string; topic: string; query: Query }) {
  const parts = useDesigner()
  const [read, setRead] = useState<number | null>(null)
  const [error, setError] = useState<string | null>(null)
  const reading = useRef<string>('on')
  useEffect(() => {
    reading.current = 'on'
    return () => {
      reading.current = 'left'
    }
  }, [])
  const start = async () => {
    reading.current = 'on'
    setError(null)
    setRead(0)
    const kept: Blob[] = []
    let [count, events, size] = [0, 0, 0]
    try {
      for await (const records of readStretch(parts.client, profile, topic, query)) {
        if (reading.current !== 'on') break
        const lines = records.flatMap((record) => eventLine(record) ?? [])
        kept.push(new Blob(lines.map((line) => `${line}\n`)))
        count += records.length
        events += lines.length
        size += kept.at(-1)?.size ?? 0
        setRead(count)
        if (size > maxKept) {
          const { say } = parts.view.getState().actions
          say(`The first ${plural(count, 'record')} are compared: the page keeps no more than 256 MiB of events.`)
          break
        }
      }
    } catch (failure) {
      setError(sentenceOf(failure))
      setRead(null)
      return
    }
    setRead(null)
    if (reading.current === 'left') return
    if (events > 0) compareOver(parts, kept, topic)
    else setError(`None of the ${plural(count, 'record')} holds a walkerOS event.`)
  }
  if (read === null) {
    return (
      <>
        <button type="button" className="btn small" onClick={() => void start()}>
          Compare flows over all from there
        </button>
        {error !== null && (
          <span className="tone-err" role="alert">
            {error}
          </span>
        )}
      </>
    )
  }
  return (
    <>
      <span role="status">{formatCount(read)} records read…</span>
      <button
        type="button"
        className="btn small"
        onClick={() => {
          reading.current = 'stopped'
        }}
      >
        Stop and compare
      </button>
    </>
  )
}
