import type { FocusEvent, KeyboardEvent } from 'react'

/** Arrows go along the buttons of a row of a table, and to the same one of the row above or below. */
export const tableArrows = {
  /** The browser leaves a cell where it is that shows a few pixels of itself. */
  onFocus({ target }: FocusEvent) {
    if (target.matches(':focus-visible')) target.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  },
  onKeyDown(event: KeyboardEvent<HTMLTableElement>) {
    if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return
    const rows = [...event.currentTarget.querySelectorAll('tbody tr')]
      .map((row) => [...row.querySelectorAll('button')])
      .filter((buttons) => buttons.length > 0)
    const at = rows.findIndex((buttons) => buttons.some((button) => button === event.target))
    const column = rows[at]?.findIndex((button) => button === event.target) ?? 0
    const next: Record<string, HTMLButtonElement | undefined> = {
      ArrowUp: rows[at - 1]?.[column],
      ArrowDown: rows[at + 1]?.[column],
      ArrowLeft: rows[at]?.[column - 1],
      ArrowRight: rows[at]?.[column + 1],
    }
    const to = next[event.key]
    if (at === -1 || to === undefined) return
    event.preventDefault()
    to.focus()
  },
}
