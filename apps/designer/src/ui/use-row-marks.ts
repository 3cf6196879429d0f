import { type KeyboardEvent, type MouseEvent, useRef } from 'react'
import { toggled } from './toggled.ts'

interface RowMarks {
  /** The attribute that holds the key of a row. */
  attribute: string
  /** The keys of the rows that can be selected with one, in their order. */
  beside: (key: string) => readonly string[]
  marked: ReadonlySet<string>
  onMark: (keys: ReadonlySet<string>) => void
  onDelete: () => void
  onMove?: (step: 1 | -1) => void
  /** A plain click selects one more of them. */
  isSelecting: boolean
  /** Ends that, and the selection. */
  onEnd: () => void
}

/**
 * Selects rows of a table together: Shift or Ctrl with a click, Shift with an arrow, Ctrl with Space. Delete and Alt with an
 * arrow are for all of them; Escape, a plain click and typing end the selection.
 */
export function useRowMarks({ attribute, beside, marked, onMark, onDelete, onMove, isSelecting, onEnd }: RowMarks) {
  const anchor = useRef<string | null>(null)
  const rowOf = (target: EventTarget) => (target instanceof Element ? target.closest(`tr[${attribute}]`) : null)
  const keyOf = (target: EventTarget) => rowOf(target)?.getAttribute(attribute) ?? null
  const end = () => {
    if (marked.size > 0 || isSelecting) onEnd()
  }
  const toggle = (key: string) => {
    const rows = beside(key)
    anchor.current = key
    onMark(toggled(new Set(rows.filter((one) => marked.has(one))), key))
  }
  const extend = (from: string, to: string) => {
    const rows = beside(to)
    if (!rows.includes(anchor.current ?? '') || marked.size === 0) anchor.current = rows.includes(from) ? from : to
    const ends = [rows.indexOf(anchor.current ?? to), rows.indexOf(to)].sort((a, b) => a - b)
    onMark(new Set(rows.slice(ends[0], (ends[1] ?? 0) + 1)))
  }
  const step = (event: KeyboardEvent, key: string, by: 1 | -1) => {
    const rows = beside(key)
    const next = rows[rows.indexOf(key) + by]
    const to = next === undefined ? null : event.currentTarget.querySelector(`tr[${attribute}="${CSS.escape(next)}"]`)
    extend(key, next ?? key)
    moveFocus(rowOf(event.target), to)
  }
  return {
    'data-selecting': isSelecting || undefined,
    onMouseDown(event: MouseEvent) {
      const key = keyOf(event.target)
      if (key === null || event.button !== 0) return
      const isToggling = event.ctrlKey || event.metaKey || (isSelecting && !event.shiftKey)
      if (!isToggling && !event.shiftKey) {
        anchor.current = key
        return end()
      }
      if (beside(key).length === 0) return
      // No text is selected, and no input takes the focus.
      event.preventDefault()
      if (isToggling) toggle(key)
      else extend(anchor.current ?? key, key)
    },
    onClickCapture(event: MouseEvent) {
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey && !isSelecting) return
      if (keyOf(event.target) === null) return
      event.preventDefault()
      event.stopPropagation()
    },
    onInput: end,
    onKeyDownCapture(event: KeyboardEvent) {
      const key = keyOf(event.target)
      if (key === null || beside(key).length === 0) return
      const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : null
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey
      if (by !== null && event.shiftKey && isPlain) step(event, key, by)
      else if (by !== null && event.altKey && onMove && marked.size > 1) onMove(by)
      else if (event.key === ' ' && event.ctrlKey) toggle(key)
      else if (event.key === 'Escape' && (marked.size > 0 || isSelecting)) end()
      else if (event.key === 'Delete' && marked.has(key)) onDelete()
      else return
      event.preventDefault()
      event.stopPropagation()
    },
  }
}

const controls = 'input, select, button'

/** The same control of another row takes the focus. */
function moveFocus(from: Element | null, to: Element | null): void {
  const index = [...(from?.querySelectorAll(controls) ?? [])].indexOf(document.activeElement ?? document.body)
  const there = to?.querySelectorAll<HTMLElement>(controls) ?? []
  ;(there[index] ?? there[0])?.focus()
}
