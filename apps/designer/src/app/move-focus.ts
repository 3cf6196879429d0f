import type { DesignerParts } from '../designer/designer-context.tsx'
import { goToProblem } from '../designer/go-to-problem.ts'

const panes = ['samples', 'fields', 'rules', 'editor', 'record', 'journey', 'review', 'cluster', 'side', 'problems']
const focusable = ':is(button, input, textarea, select):not(:disabled, [tabindex="-1"]), [tabindex="0"]'
const lists =
  '[role="grid"][tabindex="0"], [role="treegrid"] [role="row"][tabindex="0"], [role="tab"][aria-selected="true"]'
const toolbars = '.pane-head, .toolbar, .review-bar, .cluster-bar'

/** Moves the focus into the next pane on screen, or the one before: to its list or its first input, and to a toolbar where it has none. */
export function movePane(direction: 1 | -1): void {
  const shown = panes
    .map((name) => document.querySelector<HTMLElement>(`[data-pane="${name}"]`))
    .filter((pane) => pane !== null)
  // What is at the side of a pane is inside of it.
  const current = shown.findLastIndex((pane) => pane.contains(document.activeElement))
  const next = shown[(current + direction + shown.length) % shown.length]
  if (next !== undefined) entryOf(next)?.focus()
}

function entryOf(pane: HTMLElement): HTMLElement | undefined {
  const shown = (selector: string) =>
    [...pane.querySelectorAll<HTMLElement>(selector)].filter(
      (one) => one.checkVisibility() && one.closest('[data-pane]') === pane,
    )
  const inside = (elements: HTMLElement[]) => elements.find((one) => one.closest(toolbars) === null)
  const all = shown(focusable)
  return inside(shown(lists)) ?? (pane.dataset['pane'] === 'side' ? undefined : inside(all)) ?? all[0]
}

const lastProblem = new WeakMap<DesignerParts, string>()

/** Goes from problem to problem, and says each. */
export function goToNextProblem(parts: DesignerParts, direction: 1 | -1): void {
  const { problems } = parts.analysis.getState()
  const at = problems.findIndex(({ id }) => id === lastProblem.get(parts))
  const from = at === -1 && direction === -1 ? 0 : at
  const next = problems[(from + direction + problems.length) % problems.length]
  if (next === undefined) return
  lastProblem.set(parts, next.id)
  parts.view.getState().actions.say(next.cause)
  goToProblem(parts, next)
}
