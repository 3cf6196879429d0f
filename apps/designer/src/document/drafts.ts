import { createStore, delMany, get, getMany, keys, setMany, type UseStore } from 'idb-keyval'
import type { DocumentState } from './document-store.ts'

/** What survives a reload. */
export type Draft = Pick<
  DocumentState,
  | 'text'
  | 'samples'
  | 'env'
  | 'now'
  | 'selectedSample'
  | 'selectedRule'
  | 'selectedDestination'
  | 'file'
  | 'hasBom'
  | 'isUntrusted'
  | 'savedText'
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
 * two tabs never overwrite each other: a second tab starts with a copy. What comes by a link gets an empty draft of its
 * own.
 */
export async function openDrafts(newId: () => string, isForSomethingElse = false): Promise<Drafts> {
  const store = createStore('kafka-mapping-designer', 'drafts')
  if (isForSomethingElse) {
    const id = newId()
    await hold(id)
    return drafts(store, id, undefined, false)
  }
  const mine = sessionStorage.getItem(idKey)
  if (mine !== null && (await hold(mine))) return drafts(store, mine, await readDraft(store, mine), false)

  const ids = (await keys<string>(store)).filter((key) => !key.endsWith(samplesSuffix))
  const heads = await getMany<StoredDraft>(ids, store)
  const all = ids.flatMap((id, index) => (heads[index] === undefined ? [] : [{ id, savedAt: heads[index].savedAt }]))
  all.sort((a, b) => b.savedAt - a.savedAt)
  const old = all.slice(keepDrafts).map(({ id }) => id)
  await delMany([...old, ...old.map((id) => id + samplesSuffix)], store)
  const newest = all[0]?.id
  if (newest !== undefined && mine === null && (await hold(newest)))
    return drafts(store, newest, await readDraft(store, newest), false)

  const ofNewest = async () => (newest === undefined ? undefined : await readDraft(store, newest))
  const original = mine === null ? await ofNewest() : ((await readDraft(store, mine)) ?? (await ofNewest()))
  const id = newId()
  await hold(id)
  return drafts(store, id, original, original !== undefined)
}

function drafts(store: UseStore, id: string, initial: Draft | undefined, isCopy: boolean): Drafts {
  sessionStorage.setItem(idKey, id)
  let saved: Draft['samples'] | undefined
  return {
    id,
    initial,
    isCopy,
    async save(draft) {
      const { samples, ...head } = draft
      // Thousands of samples are written when they change, and not with each letter of a rule.
      const changes: [string, unknown][] = [[id, head]]
      if (samples !== saved) changes.push([id + samplesSuffix, samples])
      await setMany(changes, store)
      saved = samples
    },
  }
}

const samplesSuffix = '/samples'

/** Samples stand under a key of their own; a draft of an earlier version has them inside. */
type StoredDraft = Omit<Draft, 'samples'> & Partial<Pick<Draft, 'samples'>>

async function readDraft(store: UseStore, id: string): Promise<Draft | undefined> {
  const head = await get<StoredDraft>(id, store)
  if (head === undefined) return undefined
  const samples = head.samples ?? (await get<Draft['samples']>(id + samplesSuffix, store)) ?? []
  return { ...head, samples }
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
