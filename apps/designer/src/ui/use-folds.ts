import { type KeyboardEvent, type MouseEvent, useMemo } from 'react'
import { type Folds, foldLines, toggleFold } from './json-folds.ts'
import type { JsonLine } from './json-lines.ts'

/** The lines that folds leave, and what clicks and keys do to these: arrows lead from one to the next, left folds, right unfolds. */
export function useFolds(lines: readonly JsonLine[], folds: Folds, onFold: (folds: Folds) => void) {
  const shown = useMemo(() => foldLines(lines, folds), [lines, folds])
  const toggle = (target: EventTarget) => {
    const line = target instanceof Element ? target.closest<HTMLElement>('[data-line]')?.dataset['line'] : undefined
    const path = shown[Number(line)]?.path
    if (path !== undefined) onFold(toggleFold(folds, path))
  }
  return {
    shown,
    texts: useMemo(() => shown.map(({ text }) => text), [shown]),
    numbers: useMemo(() => shown.map(({ at }) => at), [shown]),
    onClickCapture(event: MouseEvent) {
      if (!(event.target instanceof Element) || event.target.closest('.fold') === null) return
      event.stopPropagation()
      toggle(event.target)
    },
    onKeyDown(event: KeyboardEvent<HTMLElement>) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
      const all = [...event.currentTarget.querySelectorAll<HTMLElement>('.fold')]
      const at = all.indexOf(event.target as HTMLElement)
      const isOpen = all[at]?.getAttribute('aria-expanded') === 'true'
      const next = event.key === 'ArrowDown' ? all[at + 1] : event.key === 'ArrowUp' ? all[at - 1] : undefined
      if (next !== undefined) next.focus()
      else if (at !== -1 && event.key === (isOpen ? 'ArrowLeft' : 'ArrowRight')) toggle(event.target)
      else return
      event.preventDefault()
      event.stopPropagation()
    },
  }
}
