import { useEffect } from 'react'
import { useDesigner, useView } from '../designer/designer-context.tsx'
import { useProblems } from '../designer/use-preview.ts'

/** Whether the list of problems is shown beside the other panes; it stays when the last one is solved. */
export function useProblemsPane(): boolean {
  const { view } = useDesigner()
  const choice = useView((state) => state.problemsPane)
  const hasProblems = useProblems().length > 0
  const appears = choice === 'auto' && hasProblems
  useEffect(() => {
    if (appears) view.getState().actions.openProblems()
  }, [appears, view])
  return choice === 'open' || appears
}
