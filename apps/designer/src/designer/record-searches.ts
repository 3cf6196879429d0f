import { isPlainObject } from '@mapping-designer/mapping-engine'

/** From where on a topic is read. */
export interface Query {
  from: 'latest' | 'earliest' | 'offset' | 'time'
  /** Offset or time, as it was typed. */
  at: string
  /** Time up to which records are shown, as it was typed. */
  until: string
  /** Empty for all. */
  partition: string
  /** Records at most. */
  limit: string
}

/** What of a topic is read, and what is searched there. */
export interface RecordSearch {
  topic: string
  query: Query
  search: string
}

export interface SavedSearch extends RecordSearch {
  name: string
}

export const usualQuery: Query = { from: 'latest', at: '', until: '', partition: '', limit: '100' }
export const searchesKey = 'kafka-mapping-designer.record-searches'

/** What is kept may be of another version of the page: what it cannot read it leaves out. */
export function readSearches(text: string | null): readonly SavedSearch[] {
  let kept: unknown
  try {
    kept = JSON.parse(text ?? '[]')
  } catch {
    return []
  }
  return Array.isArray(kept) ? kept.flatMap(readSearch) : []
}

function readSearch(kept: unknown): SavedSearch[] {
  if (!isPlainObject(kept)) return []
  const { name, topic, query, search } = kept
  if (typeof name !== 'string' || typeof topic !== 'string') return []
  const own = isPlainObject(query) ? query : {}
  const text = (part: keyof Query) => (typeof own[part] === 'string' ? own[part] : usualQuery[part])
  const from = text('from')
  return [
    {
      name,
      topic,
      query: {
        from: isFrom(from) ? from : usualQuery.from,
        at: text('at'),
        until: text('until'),
        partition: text('partition'),
        limit: text('limit'),
      },
      search: typeof search === 'string' ? search : '',
    },
  ]
}

const isFrom = (text: string): text is Query['from'] => ['latest', 'earliest', 'offset', 'time'].includes(text)
