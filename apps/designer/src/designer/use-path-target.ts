import { type RefObject, useEffect, useId, useRef } from 'react'
import { useDesigner, useView } from './designer-context.tsx'

/** Where the focus may go without ending a target: to what fills it. */
const fillers = '[data-pane="fields"], .popover, .scrim'

/**
 * Makes an input the one that a click on a field fills, from when it gets the focus until something else is used: another
 * control, rule, screen or flow.
 */
export function usePathTarget(label: string, input: RefObject<HTMLInputElement | null>, fill: (path: string) => void) {
  const { view } = useDesigner()
  const id = useId()
  const isTarget = useView(({ pathTarget }) => pathTarget?.id === id)
  const latest = useRef(fill)
  latest.current = fill
  const { setPathTarget } = view.getState().actions
  useEffect(() => {
    if (!isTarget) return
    // By key the fields are reached through other panes.
    let isBetweenPanes = false
    const isElsewhere = (target: EventTarget | null) =>
      target !== input.current && !(target instanceof Element && target.closest(fillers) !== null)
    const onPointer = ({ target }: Event) => {
      if (isElsewhere(target)) setPathTarget(null)
    }
    const onFocus = ({ target }: Event) => {
      if (!isElsewhere(target)) return
      // The key that moved the focus is known after it has done so.
      setTimeout(() => {
        if (!end.signal.aborted && !isBetweenPanes) setPathTarget(null)
      })
    }
    const onKey = ({ key, defaultPrevented }: KeyboardEvent) => {
      isBetweenPanes = key === 'F6' || (isBetweenPanes && key === 'Shift')
      if (key === 'Escape' && !defaultPrevented) setPathTarget(null)
    }
    const end = new AbortController()
    addEventListener('focusin', onFocus, end)
    addEventListener('pointerdown', onPointer, end)
    addEventListener('keydown', onKey, end)
    return () => {
      end.abort()
      if (view.getState().pathTarget?.id === id) setPathTarget(null)
    }
  }, [isTarget, input, id, view, setPathTarget])
  const begin = () =>
    setPathTarget({ id, label, fill: (path) => latest.current(path), focus: () => input.current?.focus() })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the name of the target follows that of its row
  useEffect(() => {
    if (isTarget) begin()
  }, [label])
  return { isTarget, begin }
}
