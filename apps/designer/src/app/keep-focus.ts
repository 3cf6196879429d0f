import { useEffect } from 'react'
import { useDesigner, useView } from '../designer/designer-context.tsx'
import type { FocusPlace, ViewState } from '../designer/view-state.ts'
import { onePane } from '../ui/use-width.ts'
import { useLastFocus } from './last-focus.ts'

const focusable = ':is(input, textarea, select, button, [tabindex="0"]):not(:disabled)'

const rulesTree = '[data-pane="rules"] [role="treegrid"]'

/** What of a place takes the focus: its list, else the first thing that can. */
const selectors: Record<Exclude<FocusPlace, 'last'>, string> = {
  paste: '.first-run textarea',
  samples: '[data-pane="samples"] [role="grid"]',
  'add sample': '[data-pane="samples"] .pane-head button',
  rules: `${rulesTree} [aria-selected="true"], ${rulesTree}:not(:has([aria-selected="true"])) [tabindex="0"]`,
  code: '[data-pane="editor"] .monaco-editor textarea, [data-pane="editor"] .monaco-editor .native-edit-context',
  editor: `[data-pane="editor"] .scroll ${focusable}`,
  record: '[data-pane="record"] [role="tab"][aria-selected="true"]',
  problems: `[data-pane="problems"] :is(li, tr) ${focusable}, [data-pane="problems"] ${focusable}`,
  journey: `[data-pane="journey"] ${focusable}`,
  review: '[data-pane="review"] [aria-pressed="true"]',
  columns: '.columns-button',
  cluster: '[data-pane="cluster"] [aria-pressed="true"]',
  'topic of records': '[data-pane="cluster"] select[aria-label="Topic"]',
  'open record': '.records [aria-current="true"] button',
}

/** Puts the focus where somebody was sent to, as soon as that is on the page. */
export function useSentFocus(): void {
  const { view } = useDesigner()
  const place = useView((state) => state.focusOn)
  const lastFocus = useLastFocus()
  useEffect(() => {
    if (place === null) return
    const end = new AbortController()
    const go = () => {
      const to = place === 'last' || isOutOfView(place, view.getState()) ? lastFocus() : place
      const found = typeof to === 'string' ? firstShown(document, selectors[to]) : to
      // A dialog that is closing still holds the focus.
      if (found === undefined || document.querySelector('[role="dialog"]') !== null) return
      found.focus()
      view.getState().actions.focusOn(null)
    }
    // Panes are loaded when they are first shown.
    const changes = new MutationObserver(go)
    changes.observe(document.body, { childList: true, subtree: true })
    // What is done next has the focus where it is.
    const stop = () => view.getState().actions.focusOn(null)
    for (const name of ['keydown', 'pointerdown']) addEventListener(name, stop, { capture: true, signal: end.signal })
    go()
    return () => {
      changes.disconnect()
      end.abort()
    }
  }, [view, place, lastFocus])
}

/** Samples are changed from anywhere, also where their pane gives way to another one. */
function isOutOfView(place: FocusPlace, { screen, pane }: Pick<ViewState, 'screen' | 'pane'>): boolean {
  if (place !== 'samples' && place !== 'add sample') return false
  return screen !== 'design' || (innerWidth <= onePane && pane !== 'samples')
}

/** What is hidden takes no focus, such as a pane that gives way to one that is being loaded. */
function firstShown(within: ParentNode, selector: string): HTMLElement | undefined {
  return [...within.querySelectorAll<HTMLElement>(selector)].find((element) => element.checkVisibility())
}

interface Before {
  element: Element
  /** The list, table or form that it was in, and its row there. */
  around: Element | null
  row: number
  /** What it was inside of, from the inside out. */
  inside: readonly Element[]
  pane: string | null
}

const rows = 'tbody > tr, [role="row"], li'
const overPage = '[role="dialog"], [role="menu"], [role="listbox"]'

/** When what had the focus is gone, the row in its place takes it, else what is left around it, such as its row of a form: it is never on the page itself. */
export function useKeptFocus(): void {
  const { view } = useDesigner()
  useEffect(() => {
    /** The newest first: what of a dialog or menu had the focus, and what of the page before that. */
    let before: Before[] = []
    const remember = ({ target }: Event) => {
      if (!(target instanceof Element)) return
      const around = target.closest('table, [role="grid"], [role="treegrid"], ul')
      const row = around === null ? -1 : [...around.querySelectorAll(rows)].findIndex((one) => one.contains(target))
      const now = { element: target, around, row, inside: ancestorsOf(target), pane: paneOf(target) }
      before = target.closest(overPage) === null ? [now] : [now, ...before.slice(-1)]
    }
    const mend = () => {
      // What somebody was sent to gets it as soon as it is there.
      if (view.getState().focusOn !== null) return
      if (before[0] === undefined || document.activeElement !== document.body || canFocus(before[0].element)) return
      nearest(before)?.focus()
    }
    // In the first frame a dialog that has closed gives the focus back itself.
    const look = (event: Event) => {
      // A letter typed into an input leaves the focus there, and asks for no frames.
      const isTyped =
        event instanceof KeyboardEvent && event.key.length === 1 && document.activeElement !== document.body
      if (!isTyped) requestAnimationFrame(() => requestAnimationFrame(mend))
    }
    const end = new AbortController()
    addEventListener('focusin', remember, end)
    for (const name of ['keyup', 'click', 'focusout']) addEventListener(name, look, end)
    return () => end.abort()
  }, [view])
}

function paneOf(element: Element): string | null {
  return element.closest('[data-pane]')?.getAttribute('data-pane') ?? null
}

/** Without the page itself, which is around a dialog as well: the first thing in it is beside nothing. */
function ancestorsOf({ parentElement }: Element): Element[] {
  if (parentElement === null || parentElement.matches('[data-pane], main, body')) return []
  return [parentElement, ...ancestorsOf(parentElement)]
}

function canFocus(element: Element): boolean {
  return element.isConnected && !element.matches(':disabled')
}

function nearest(before: readonly Before[]): HTMLElement | undefined {
  const [found] = before.flatMap((one) => besideOf(one) ?? [])
  return found ?? firstShown(document, `[data-pane] ${focusable}, main ${focusable}`)
}

function besideOf({ element, around, row, inside, pane }: Before): HTMLElement | undefined {
  if (element instanceof HTMLElement && canFocus(element)) return element
  const left = around?.isConnected ? [...around.querySelectorAll(rows)] : []
  const next = left[Math.min(row, left.length - 1)]
  const beside = inside.filter(({ isConnected }) => isConnected).map((one) => firstShown(one, focusable))
  return (
    (next && firstShown(next, focusable)) ??
    beside.find((one) => one !== undefined) ??
    firstShown(document, `[data-pane="${pane}"] ${focusable}`)
  )
}
