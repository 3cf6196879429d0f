import { type DocumentStore, draftOf } from './document-store.ts'
import type { Drafts } from './drafts.ts'

export interface DraftKeeper {
  isSaved: () => boolean
}

const pause = 300

/** Writes the draft a moment after each change; a page that goes before that leaves a note for the next start. */
export function keepDraft(document: DocumentStore, drafts: Drafts): DraftKeeper {
  let timer: ReturnType<typeof setTimeout> | undefined
  let waiting = 0
  const isSaved = () => timer === undefined && waiting === 0
  const draft = () => ({ ...draftOf(document.getState()), savedAt: Date.now() })
  const write = async () => {
    clearTimeout(timer)
    timer = undefined
    waiting++
    try {
      await drafts.save(draft())
    } finally {
      waiting--
    }
    if (isSaved()) drafts.dropNote()
  }
  const leave = () => {
    if (isSaved()) return
    drafts.note(draft())
    if (timer !== undefined) void write()
  }
  document.subscribe((state, before) => {
    if (state.env !== before.env) drafts.saveValues(state.env)
    clearTimeout(timer)
    timer = setTimeout(write, pause)
  })
  addEventListener('pagehide', () => {
    // What is being typed into an input that waits for its end counts as typed.
    const focused = globalThis.document.activeElement
    if (focused instanceof HTMLElement) focused.blur()
    leave()
  })
  addEventListener('visibilitychange', leave)
  addEventListener('beforeunload', (event) => {
    if (!isSaved() && !drafts.note(draft())) event.preventDefault()
  })
  if (drafts.isUnsaved) void write()
  return { isSaved }
}
