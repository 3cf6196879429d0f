/** What steps know of the request, and may write to; one object for the whole way of an event. */
export interface Ingest {
  [key: string]: unknown
  _meta: { hops: number; path: string[]; chainPath?: string }
}

export function createIngest(source: string): Ingest {
  return { _meta: { hops: 0, path: [source] } }
}

/** A copy of the first level: what lies deeper is shared. Mirrors `cloneIngest`. */
export function cloneIngest(ingest: Ingest): Ingest {
  return { ...ingest, _meta: { ...ingest._meta, path: [...ingest._meta.path] } }
}
