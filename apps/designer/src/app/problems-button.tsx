import { ChevronDown, ChevronUp } from 'lucide-react'
import { useDesigner } from '../designer/designer-context.tsx'
import { useProblems } from '../designer/use-preview.ts'
import { SeverityCounts } from '../panes/problems/severity-counts.tsx'
import { ToneIcon } from '../ui/tone-icon.tsx'
import { useProblemsPane } from './use-problems-pane.ts'

/** How many problems there are; opens their list above it and closes it. */
export function ProblemsButton() {
  const { view } = useDesigner()
  const problems = useProblems()
  const isOpen = useProblemsPane()
  const { openProblems, closeProblems } = view.getState().actions
  const Chevron = isOpen ? ChevronDown : ChevronUp
  return (
    <button
      type="button"
      className="btn ghost small hide-phone"
      aria-expanded={isOpen}
      onClick={() => {
        if (isOpen) return closeProblems()
        openProblems()
        requestAnimationFrame(() => document.getElementById('problems')?.focus())
      }}
    >
      {problems.length === 0 ? (
        <>
          <ToneIcon tone="ok" isSmall />
          No problems
        </>
      ) : (
        <>
          <span className="sr-only">Problems: </span>
          <SeverityCounts problems={problems} />
        </>
      )}
      <Chevron className="icon small" aria-hidden />
    </button>
  )
}
