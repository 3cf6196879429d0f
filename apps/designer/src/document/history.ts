import { createStore, delMany, entries, set, type UseStore } from 'idb-keyval'
import type { DocumentStore } from './document-state.ts'
import type { Sample } from './sample.ts'

/** A flow as it was at some moment, kept in this browser. */
export interface Version {
  /** ms since 1970. */
  at: number
  /** The draft that it is of. */
  draft: string
  /** What was done last, or why it was kept. */
  label: string
  text: string
  /** Null where the samples were too many to keep. */
  samples: readonly Sample[] | null
}

export interface LocalHistory {
  /** All versions in this browser, the newest first. */
  list(): Promise<Version[]>
}

/** ms of quiet after which a changed flow is kept as a version. */
const quiet = 20_000
/** ms of steady work after which one is kept all the same. */
const longest = 180_000
const maxVersions = 60
/** Characters of samples beyond which a version goes without them. */
const maxSampleText = 2_000_000

function openStore(): UseStore | null {
  try {
    return createStore('kafka-mapping-designer-history', 'versions')
  } catch {
    return null
  }
}

/** Keeps versions of the flow while it is worked on, and before another flow takes its place. */
export function keepHistory(document: DocumentStore, draft: string, clock: () => number): LocalHistory {
  // A browser that keeps nothing keeps no versions either; the page says so by its draft.
  const store = openStore()
  let timer: ReturnType<typeof setTimeout> | undefined
  let waitingSince: number | null = null
  let lastAt = 0
  let kept: string | null = null

  const write = async (text: string, samples: readonly Sample[], label: string) => {
    if (text === kept || text === '' || store === null) return
    kept = text
    const size = samples.reduce((sum, sample) => sum + sample.text.length, 0)
    const at = Math.max(clock(), lastAt + 1)
    lastAt = at
    const version: Version = { at, draft, label, text, samples: size > maxSampleText ? null : samples }
    await set(`${String(at).padStart(15, '0')} ${draft}`, version, store)
    const all = (await entries<string, Version>(store)).map(([key]) => key).sort()
    if (all.length > maxVersions) await delMany(all.slice(0, all.length - maxVersions), store)
  }
  const writeNow = () => {
    clearTimeout(timer)
    waitingSince = null
    const { text, samples, past } = document.getState()
    void write(text, samples, past.at(-1)?.label ?? 'opened')
  }

  document.subscribe((state, before) => {
    if (state.text === before.text) return
    const last = state.past.at(-1)
    if (last?.label === 'open a flow' && last.content.text === before.text) {
      void write(before.text, before.samples, 'before another flow was opened')
      return
    }
    const now = clock()
    if (waitingSince === null && before.text !== kept) void write(before.text, before.samples, 'before the change')
    waitingSince ??= now
    clearTimeout(timer)
    timer = setTimeout(writeNow, Math.max(0, Math.min(quiet, waitingSince + longest - now)))
  })
  addEventListener('pagehide', () => {
    if (waitingSince !== null) writeNow()
  })
  return {
    async list() {
      const { text, samples, past } = document.getState()
      if (store === null) return []
      if (waitingSince !== null) await write(text, samples, past.at(-1)?.label ?? 'opened')
      const all = await entries<string, Version>(store)
      return all.map(([, version]) => version).sort((a, b) => b.at - a.at)
    },
  }
}
