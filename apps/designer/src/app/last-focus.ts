import { useCallback, useEffect, useRef } from 'react'
import { useDesigner } from '../designer/designer-context.tsx'
import type { FocusPlace, Screen } from '../designer/view-state.ts'
import { onePane } from '../ui/use-width.ts'

/** What lies over the page has the focus for a while, and what chooses a part of a screen belongs to no part. */
const elsewhere =
  '[role="dialog"], [role="menu"], [role="listbox"], .review-bar > .seg, [data-pane="cluster"] > .pane-head'

/** Where the focus begins on a screen. */
const firsts: Record<Screen, FirstPlace> = {
  design: 'samples',
  journey: 'journey',
  review: 'review',
  cluster: 'cluster',
}
type FirstPlace = Exclude<FocusPlace, 'last'>

/** Answers what had the focus last on the screen that is shown; where that is gone, the place that it begins at. */
export function useLastFocus(): () => HTMLElement | FirstPlace {
  const { view } = useDesigner()
  const last = useRef(new Map<Screen, { element: HTMLElement; isCode: boolean }>())
  useEffect(() => {
    const remember = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement) || target.closest(elsewhere) !== null) return
      if (target.closest('[data-pane]') === null) return
      last.current.set(view.getState().screen, { element: target, isCode: target.closest('.monaco-editor') !== null })
    }
    addEventListener('focusin', remember)
    return () => removeEventListener('focusin', remember)
  }, [view])
  return useCallback(() => {
    const { screen, pane } = view.getState()
    const found = last.current.get(screen)
    if (found?.element.isConnected && found.element.checkVisibility()) return found.element
    // An editor of code is made again with its pane.
    if (found?.isCode) return 'code'
    return screen === 'design' && innerWidth <= onePane ? pane : firsts[screen]
  }, [view])
}
