import type { BrowsedRecord } from '@mapping-designer/shared-types'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { sentenceOf } from '../../bridge/bridge-store.ts'
import { useDesigner } from '../../designer/designer-context.tsx'
import type { Query } from '../../designer/record-searches.ts'
import { useAnswer } from '../../designer/use-answer.ts'
import { endOf, startOf } from './records-query.tsx'

const maxFollowed = 500

/** What the query finds; the newest come first where the newest are wanted, else the log is read as it was written. */
export function usePage(profile: string, topic: string, query: Query) {
  const { client } = useDesigner()
  const { from, partition, limit } = query
  const [at, end] = [startOf(query), endOf(query)]
  const ask = useCallback(
    () =>
      topic === '' || at === null
        ? Promise.resolve([])
        : client.records(profile, topic, { from, limit, partition, at }),
    [client, profile, topic, from, at, partition, limit],
  )
  const { value, error, isAsking, again } = useAnswer(ask)
  const records = useMemo(() => {
    const inRange = (value ?? []).filter(({ timestamp }) => end === null || Number(timestamp) <= end)
    return from === 'latest' ? inRange.toReversed() : inRange
  }, [value, from, end])
  const isFull = value !== null && value.length >= Number(limit)
  return { records, error, isAsking, again, isEmpty: value?.length === 0, isFull }
}

/** Records as they are written, the newest first. */
export function useFollowed(profile: string, topic: string | null) {
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
        setRecords((before) => [...some.toReversed(), ...before].slice(0, maxFollowed))
      }
    }
    read().catch((failure: unknown) => setError(sentenceOf(failure)))
    return () => end.abort()
  }, [client, profile, topic])
  return { records, error }
}
