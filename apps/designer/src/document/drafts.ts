import { createStore, delMany, get, getMany, keys, setMany, type UseStore, update } from 'idb-keyval'
import { browserStorage, type KeptTexts, tabStorage } from './browser-storage.ts'
import type { DocumentState } from './document-state.ts'
import type { Draft } from './document-store.ts'

type Values = DocumentState['env']
type SavedDraft = Draft & { savedAt: number }

export interface Drafts {
  id: string
  /** What was there when this tab opened. */
  initial: Draft | undefined
  /** Values for references that were typed in this tab; they leave with the session. */
  values: Values
  /** `initial` does not lie under this id yet. */
  isUnsaved: boolean
  /** The tab shows a copy, because another tab has the draft open. */
  isCopy: boolean
  /** Why nothing is kept in this browser; null where it is. */
  problem: string | null
  save(draft: SavedDraft): Promise<void>
  saveValues(values: Values): void
  /** Keeps a draft at once, for a page that goes before `save` is through; false where there is no room for all of it. */
  note(draft: SavedDraft): boolean
  /** Everything of the note is saved. */
  dropNote(): void
}

const idKey = 'kafka-mapping-designer.draft'
const keepDrafts = 20

/** ms that a tab waits for the draft that it had before: what has it now may be this page as it was before a reload. */
const patience = { reload: 10_000, other: 700 }

/**
 * The draft of this tab. Each tab writes to a draft of its own, held by a lock for as long as the tab lives, so that
 * two tabs never overwrite each other: a second tab starts with a copy. What comes by a link gets an empty draft of its
 * own.
 */
export async function openDrafts(newId: () => string, isForSomethingElse = false): Promise<Drafts> {
  try {
    return await openStored(newId, isForSomethingElse)
  } catch (error) {
    return unstored(newId(), error instanceof Error ? error.message : String(error))
  }
}

/** The page works without a store; what is made is lost with the tab, and the page says so. */
function unstored(id: string, reason: string): Drafts {
  const problem = `This browser keeps nothing for this page (${reason}): save the flow as a file before you close the tab.`
  return {
    id,
    initial: undefined,
    values: {},
    isUnsaved: false,
    isCopy: false,
    problem,
    save: () => Promise.reject(new Error(problem)),
    saveValues: () => {},
    note: () => false,
    dropNote: () => {},
  }
}

async function openStored(newId: () => string, isForSomethingElse: boolean): Promise<Drafts> {
  const store = createStore('kafka-mapping-designer', 'drafts')
  void forgetValues(store).catch(() => {})
  if (isForSomethingElse) return newDraft(store, newId(), undefined)
  const mine = tabStorage.getItem(idKey)
  if (mine !== null && (await hold(mine, isReload() ? patience.reload : patience.other)))
    return drafts(store, mine, await readDraft(store, mine), false)

  const newest = await newestDraft(store)
  if (newest !== undefined && mine === null && (await hold(newest, patience.other)))
    return drafts(store, newest, await readDraft(store, newest), false)

  const ofNewest = async () => (newest === undefined ? undefined : await readDraft(store, newest))
  const original = mine === null ? await ofNewest() : ((await readDraft(store, mine)) ?? (await ofNewest()))
  return newDraft(store, newId(), original)
}

async function newDraft(store: UseStore, id: string, original: Draft | undefined): Promise<Drafts> {
  await hold(id, patience.other)
  return drafts(store, id, original, original !== undefined)
}

function drafts(store: UseStore, id: string, initial: Draft | undefined, isCopy: boolean): Drafts {
  const values = readJson<Values>(tabStorage, valuesKey(tabStorage.getItem(idKey) ?? id)) ?? {}
  tabStorage.setItem(idKey, id)
  const isUnsaved = isCopy || browserStorage.getItem(noteKey(id)) !== null
  let saved = isUnsaved ? undefined : initial?.samples
  return {
    id,
    initial,
    values,
    isUnsaved,
    isCopy,
    problem: null,
    async save(draft) {
      const { samples, steps, ...head } = draft
      // Thousands of samples are written when they change, and not with each letter of a rule.
      const changes: [string, unknown][] = [
        [id, head],
        [id + stepsSuffix, steps],
      ]
      if (samples !== saved) changes.push([id + samplesSuffix, samples])
      await setMany(changes, store)
      saved = samples
    },
    saveValues: (next) => tabStorage.setItem(valuesKey(id), JSON.stringify(next)),
    note({ samples, steps, ...head }) {
      // Samples and steps beyond what this storage takes are left to the save that is under way.
      const whole = samples === saved ? head : { ...head, samples }
      const isWritten = [{ ...whole, steps }, whole].some((note) => writeJson(browserStorage, noteKey(id), note))
      return isWritten || (writeJson(browserStorage, noteKey(id), head) && samples === saved)
    },
    dropNote: () => browserStorage.removeItem(noteKey(id)),
  }
}

const samplesSuffix = '/samples'
const stepsSuffix = '/steps'
const isPart = (key: string) => key.endsWith(samplesSuffix) || key.endsWith(stepsSuffix)
const valuesKey = (id: string) => `kafka-mapping-designer.values ${id}`
const notePrefix = 'kafka-mapping-designer.unsaved '
const noteKey = (id: string) => notePrefix + id

/** Samples stand under a key of their own; a draft of an earlier version has them inside. */
type StoredDraft = Omit<SavedDraft, 'samples'> & Partial<Pick<SavedDraft, 'samples'>>

/** What was saved, under what a page noted that had no time to save it. */
async function readDraft(store: UseStore, id: string): Promise<Draft | undefined> {
  const [saved, samples, steps] = await Promise.all([
    get<StoredDraft>(id, store),
    get<Draft['samples']>(id + samplesSuffix, store),
    get<Draft['steps']>(id + stepsSuffix, store),
  ])
  const head = readJson<StoredDraft>(browserStorage, noteKey(id)) ?? saved
  const kept = head?.steps ?? steps
  return head && { ...head, samples: head.samples ?? samples ?? [], ...(kept && { steps: kept }) }
}

/** The id of the draft that was worked on last; those that are too many go. */
async function newestDraft(store: UseStore): Promise<string | undefined> {
  const saved = (await keys<string>(store)).filter((key) => !isPart(key))
  const noted = browserStorage
    .keys()
    .flatMap((key) => (key.startsWith(notePrefix) ? [key.slice(notePrefix.length)] : []))
  const ids = [...new Set([...saved, ...noted])]
  const heads = await getMany<StoredDraft | undefined>(ids, store)
  const all = ids.flatMap((id, index) => {
    const head = readJson<StoredDraft>(browserStorage, noteKey(id)) ?? heads[index]
    return head === undefined ? [] : [{ id, savedAt: head.savedAt }]
  })
  all.sort((a, b) => b.savedAt - a.savedAt)
  const old = all.slice(keepDrafts).map(({ id }) => id)
  await delMany(
    old.flatMap((id) => [id, id + samplesSuffix, id + stepsSuffix]),
    store,
  )
  for (const id of old) browserStorage.removeItem(noteKey(id))
  return all[0]?.id
}

/** Earlier versions kept the values of references with the draft, for good and in clear. */
async function forgetValues(store: UseStore): Promise<void> {
  for (const id of await keys<string>(store)) {
    if (isPart(id)) continue
    const head = await get<object>(id, store)
    if (head === undefined || !('env' in head)) continue
    await update<object>(id, ({ env: _env, ...others }: { env?: unknown } = {}) => others, store)
  }
}

function readJson<T>(storage: KeptTexts, key: string): T | undefined {
  const text = storage.getItem(key)
  return text === null ? undefined : JSON.parse(text)
}

/** Whether the storage had room for it. */
function writeJson(storage: KeptTexts, key: string, value: unknown): boolean {
  return storage.setItem(key, JSON.stringify(value))
}

function isReload(): boolean {
  return performance
    .getEntriesByType('navigation')
    .some((entry) => entry instanceof PerformanceNavigationTiming && entry.type === 'reload')
}

/** Whether this tab now holds the draft; waits some ms for a page that is about to let go. */
function hold(id: string, ms: number): Promise<boolean> {
  if (!('locks' in navigator)) return Promise.resolve(true)
  return new Promise((resolve) => {
    navigator.locks
      .request(`draft ${id}`, { signal: AbortSignal.timeout(ms) }, () => {
        resolve(true)
        return new Promise(() => {})
      })
      .catch(() => resolve(false))
  })
}
