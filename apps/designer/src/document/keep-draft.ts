import type { DocumentStore } from './document-state.ts'
import { draftOf } from './document-store.ts'
import type { Drafts } from './drafts.ts'

export interface DraftKeeper {
  status: () => DraftStatus
}

/** `failed`: the browser did not take the last save. */
export type DraftStatus = 'saved' | 'saving' | 'failed'

const pause = 300

/** Writes the draft a moment after each change; a page that goes before that leaves a note for the next start. */
export function keepDraft(document: DocumentStore, drafts: Drafts): DraftKeeper {
  let timer: ReturnType<typeof setTimeout> | undefined
  let waiting = 0
  let hasFailed = drafts.problem !== null
  const isSaved = () => timer === undefined && waiting === 0
  const draft = () => ({ ...draftOf(document.getState()), savedAt: Date.now() })
  const write = async () => {
    clearTimeout(timer)
    timer = undefined
    waiting++
    try {
      await drafts.save(draft())
      hasFailed = false
    } catch {
      hasFailed = true
    }
    waiting--
    if (isSaved() && !hasFailed) drafts.dropNote()
  }
  const leave = () => {
    if (isSaved() && !hasFailed) return
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
    const isAtRisk = !isSaved() || (hasFailed && document.getState().past.length > 0)
    if (isAtRisk && !drafts.note(draft())) event.preventDefault()
  })
  if (drafts.isUnsaved) void write()
  return { status: () => (hasFailed ? 'failed' : isSaved() ? 'saved' : 'saving') }
}
