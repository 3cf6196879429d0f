import { useEffect } from 'react'
import { useDesigner } from '../designer/designer-context.tsx'
import { formatFlow } from '../document/format-flow.ts'
import { saveFlow } from './export-actions.ts'

const panes = ['samples', 'fields', 'rules', 'editor', 'record', 'problems', 'matrix']

/** The keys that work everywhere on the page. */
export function useShortcuts(): void {
  const parts = useDesigner()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { document: flow, view } = parts
      const isCommand = event.ctrlKey || event.metaKey
      const key = event.key.toLowerCase()
      if (event.key === 'F6') movePane(event.shiftKey ? -1 : 1)
      else if (isCommand && key === 'enter' && !hasOwnEnter(event.target)) view.getState().set({ isProduceOpen: true })
      else if (isCommand && event.shiftKey && key === 's') press('save-test')
      else if (isCommand && key === 's') saveFlow(parts)
      else if (isCommand && key === 'k' && !isOverlayOpen()) view.getState().set({ overlay: 'palette' })
      else if (isCommand && event.key === '/' && !isOverlayOpen()) view.getState().set({ overlay: 'shortcuts' })
      else if (isCommand && event.shiftKey && key === 'f') formatFlow(flow)
      else if (isCommand && key === 'z' && !isInMonaco(event.target))
        flow.getState().actions[event.shiftKey ? 'redo' : 'undo']()
      else return
      event.preventDefault()
    }
    // Tabs, trees and menus keep the keys they know from bubbling, even together with Ctrl.
    addEventListener('keydown', onKey, { capture: true })
    return () => removeEventListener('keydown', onKey, { capture: true })
  }, [parts])
}

/** A dialog that is open keeps its place. */
function isOverlayOpen(): boolean {
  return document.querySelector('[role="dialog"]') !== null
}

/** Presses a button that only some states of the screen have. */
function press(action: string): void {
  document.querySelector<HTMLElement>(`[data-action="${action}"]`)?.click()
}

/** Where Ctrl+Enter means something else: a paste box, the drawer itself. */
function hasOwnEnter(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('form, [role="dialog"]') !== null
}

/** The code editor has these keys itself. */
function isInMonaco(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('.monaco-editor') !== null
}

const focusable = 'button:not(:disabled), input, textarea, select, [tabindex="0"]'

function movePane(direction: 1 | -1): void {
  const shown = panes
    .map((name) => document.querySelector<HTMLElement>(`[data-pane="${name}"]`))
    .filter((pane) => pane !== null)
  const current = shown.findIndex((pane) => pane.contains(document.activeElement))
  const next = shown[(current + direction + shown.length) % shown.length]
  next?.querySelector<HTMLElement>(focusable)?.focus()
}
