import { type FocusEvent, type KeyboardEvent, useLayoutEffect, useRef } from 'react'

/** Arrows go along the buttons of a row of a table, and to the same one of the row above or below; Tab stops at one of them. */
export function useTableArrows() {
  const ref = useRef<HTMLTableElement>(null)
  const current = useRef<Element | null>(null)
  const keepOneStop = () => {
    const buttons = [...(ref.current?.querySelectorAll('tbody button') ?? [])]
    const stop = buttons.find((button) => button === current.current) ?? buttons[0]
    for (const button of buttons) button.setAttribute('tabindex', button === stop ? '0' : '-1')
  }
  // Whatever was rendered may have brought other buttons.
  useLayoutEffect(keepOneStop)
  return {
    ref,
    onFocus({ target }: FocusEvent) {
      // The browser leaves a cell where it is that shows a few pixels of itself.
      if (target.matches(':focus-visible')) target.scrollIntoView({ block: 'nearest', inline: 'nearest' })
      if (!target.matches('tbody button')) return
      current.current = target
      keepOneStop()
    },
    onKeyDown,
  }
}

function onKeyDown(event: KeyboardEvent<HTMLTableElement>): void {
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
}
