import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DocumentState } from '../document/document-store.ts'
import type { Schedule } from '../ui/after-events.ts'
import type { Derived } from './derived.ts'

interface Sources {
  document: StoreApi<DocumentState>
  derived: StoreApi<Derived>
}

/** Document and what follows from it, for what is not looked at while somebody types: a key reaches it after its frame. */
export type Painted = Sources

export function createPainted({ document, derived }: Sources, afterPaint: Schedule): Painted {
  const painted: Painted = { document: createStore(document.getState), derived: createStore(derived.getState) }
  let isWaiting = false
  const copy = () => {
    isWaiting = false
    painted.derived.setState(derived.getState(), true)
    painted.document.setState(document.getState(), true)
  }
  document.subscribe((state, before) => {
    const isTyped = state.lastStep !== before.lastStep && state.lastStep?.kind != null
    if (!isTyped) return copy()
    if (isWaiting) return
    isWaiting = true
    afterPaint(() => {
      if (isWaiting) copy()
    })
  })
  derived.subscribe((state) => {
    // A change of the document comes by itself, and brings this along.
    if (document.getState() === painted.document.getState()) painted.derived.setState(state, true)
  })
  return painted
}
