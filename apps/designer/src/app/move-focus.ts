import type { DesignerParts } from '../designer/designer-context.tsx'
import { goToProblem } from '../designer/go-to-problem.ts'

const panes = ['samples', 'fields', 'rules', 'editor', 'record', 'problems', 'review', 'side']
const focusable = 'button:not(:disabled), input, textarea, select, [tabindex="0"]'

/** Moves the focus into the next pane on screen, or the one before. */
export function movePane(direction: 1 | -1): void {
  const shown = panes
    .map((name) => document.querySelector<HTMLElement>(`[data-pane="${name}"]`))
    .filter((pane) => pane !== null)
  // What is at the side of a pane is inside of it.
  const current = shown.findLastIndex((pane) => pane.contains(document.activeElement))
  const next = shown[(current + direction + shown.length) % shown.length]
  next?.querySelector<HTMLElement>(focusable)?.focus()
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
