import { isPlainObject } from '../path/is-plain-object.ts'
import { readPath, splitPath } from '../path/read-path.ts'
import { NotProven } from './journey.ts'
import { compileMatcher, type MatchContext } from './match.ts'

/** The store of a collector that nobody configured: it lives as long as a run. Null where nobody knows the events before. */
export type MemoryStore = Map<string, { value: unknown; expires: number }> | null

/** What lies under a key, also where it is too old. Throws NotProven where that depends on events that nobody knows. */
export function recall(store: MemoryStore, part: 'cache' | 'state', key: string) {
  if (store === null) throw new NotProven(part, `What lies in the ${part} depends on the events before this one`)
  return store.get(key)
}

export interface CacheLookup {
  key: string
  /** Seconds. */
  ttl: number
  /** Undefined where nothing was kept under the key. */
  hit: { value: unknown } | undefined
}

/** What a cache keeps for an event; null where no rule is for it or all parts of its key are missing. Mirrors `core/cache.ts checkCache`. */
export function lookUpCache(
  cache: Record<string, unknown>,
  store: MemoryStore,
  context: MatchContext,
  now: number,
): CacheLookup | null {
  const rules = Array.isArray(cache['rules']) ? cache['rules'].filter(isPlainObject) : []
  const rule = rules.find(({ match }) => !match || compileMatcher(match)(context))
  if (rule === undefined || !Array.isArray(rule['key'])) return null
  const parts = rule['key'].map((path) => String(readPath(context, splitPath(String(path))) ?? ''))
  if (parts.every((part) => part === '')) return null
  const namespace = cache['namespace'] ? `${cache['namespace']}:` : ''
  const key = namespace + parts.join(':')
  const kept = recall(store, 'cache', key)
  const isKept = kept !== undefined && kept.expires > now
  return { key, ttl: Number(rule['ttl']), hit: isKept ? { value: kept.value } : undefined }
}

export function keepInCache(store: MemoryStore, { key, ttl }: CacheLookup, value: unknown, now: number): void {
  if (isStorable(value)) store?.set(key, { value, expires: now + ttl * 1000 })
}

function isStorable(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) {
    return value === null || ['string', 'number', 'boolean'].includes(typeof value)
  }
  return Object.values(value).every(isStorable)
}
