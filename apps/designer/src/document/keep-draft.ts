import type { DocumentStore } from './document-store.ts'
import type { Draft, Drafts } from './drafts.ts'

export interface DraftKeeper {
  isSaved: () => boolean
}

const pause = 300

/** Writes the draft a moment after each change, and at once when the page goes away. */
export function keepDraft(document: DocumentStore, drafts: Drafts): DraftKeeper {
  let timer: ReturnType<typeof setTimeout> | undefined
  let waiting = 0
  const write = async () => {
    clearTimeout(timer)
    timer = undefined
    waiting++
    try {
      await drafts.save(toDraft(document))
    } finally {
      waiting--
    }
  }
  document.subscribe(() => {
    clearTimeout(timer)
    timer = setTimeout(write, pause)
  })
  addEventListener('pagehide', () => {
    if (timer !== undefined) void write()
  })
  addEventListener('visibilitychange', () => {
    if (timer !== undefined) void write()
  })
  return { isSaved: () => timer === undefined && waiting === 0 }
}

function toDraft(document: DocumentStore): Draft {
  const {
    actions: _actions,
    past: _past,
    future: _future,
    lastStep: _step,
    isEdited: _edited,
    ...draft
  } = document.getState()
  return { ...draft, savedAt: Date.now() }
}
