import { createStore, del, entries, get, set, type UseStore } from 'idb-keyval'
import type { DocumentState } from './document-store.ts'

/** What survives a reload. */
export type Draft = Pick<
  DocumentState,
  'text' | 'samples' | 'env' | 'now' | 'selectedSample' | 'selectedRule' | 'selectedDestination' | 'file' | 'hasBom'
> & {
  savedAt: number
}

export interface Drafts {
  id: string
  /** What was there when this tab opened. */
  initial: Draft | undefined
  /** The tab shows a copy, because another tab has the draft open. */
  isCopy: boolean
  save(draft: Draft): Promise<void>
}

const idKey = 'kafka-mapping-designer.draft'
const keepDrafts = 20

/**
 * The draft of this tab. Each tab writes to a draft of its own, held by a lock for as long as the tab lives, so that
 * two tabs never overwrite each other: a second tab starts with a copy.
 */
export async function openDrafts(newId: () => string): Promise<Drafts> {
  const store = createStore('kafka-mapping-designer', 'drafts')
  const mine = sessionStorage.getItem(idKey)
  if (mine !== null && (await hold(mine))) return drafts(store, mine, await get<Draft>(mine, store), false)

  const all = await entries<string, Draft>(store)
  all.sort(([, a], [, b]) => b.savedAt - a.savedAt)
  for (const [old] of all.slice(keepDrafts)) await del(old, store)
  const newest = all[0]
  if (newest !== undefined && mine === null && (await hold(newest[0])))
    return drafts(store, newest[0], newest[1], false)

  const original = mine === null ? newest?.[1] : ((await get<Draft>(mine, store)) ?? newest?.[1])
  const id = newId()
  await hold(id)
  return drafts(store, id, original, original !== undefined)
}

function drafts(store: UseStore, id: string, initial: Draft | undefined, isCopy: boolean): Drafts {
  sessionStorage.setItem(idKey, id)
  return { id, initial, isCopy, save: (draft) => set(id, draft, store) }
}

/** Whether this tab now holds the draft; a reload gets its lock back as soon as the old page has let go. */
function hold(id: string): Promise<boolean> {
  if (!('locks' in navigator)) return Promise.resolve(true)
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(700)
    navigator.locks
      .request(`draft ${id}`, { signal }, () => {
        resolve(true)
        return new Promise(() => {})
      })
      .catch(() => resolve(false))
  })
}
