import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DocumentState } from '../document/document-state.ts'
import type { Schedule } from '../ui/after-events.ts'
import type { Derived } from './derived.ts'

interface Sources {
  document: StoreApi<DocumentState>
  derived: StoreApi<Derived>
}

/** Document and what follows from it, for a part of the page that is not looked at while somebody types: a key reaches it later. */
export interface Painted extends Sources {
  /** Keeps up with the document; answers how to stop. */
  follow(): () => void
}

export function createPainted({ document, derived }: Sources, inPause: Schedule): Painted {
  const painted: Sources = { document: createStore(document.getState), derived: createStore(derived.getState) }
  let isWaiting = false
  const copy = () => {
    isWaiting = false
    painted.derived.setState(derived.getState(), true)
    painted.document.setState(document.getState(), true)
  }
  const followDocument = (state: DocumentState, before: DocumentState) => {
    const isTyped = state.lastStep !== before.lastStep && state.lastStep?.kind != null
    if (!isTyped) return copy()
    if (isWaiting) return
    isWaiting = true
    inPause(() => {
      if (isWaiting) copy()
    })
  }
  const followDerived = (state: Derived) => {
    // A change of the document comes by itself, and brings this along.
    if (document.getState() === painted.document.getState()) painted.derived.setState(state, true)
  }
  return {
    ...painted,
    follow() {
      copy()
      const stops = [document.subscribe(followDocument), derived.subscribe(followDerived)]
      return () => {
        isWaiting = false
        for (const stop of stops) stop()
      }
    },
  }
}
