import { useStore } from 'zustand'
import { useDesigner, useView } from '../designer/designer-context.tsx'

/** Whether the list of problems is shown beside the other panes; it stays when the last one of a flow is solved. */
export function useProblemsPane(): boolean {
  const choice = useView((state) => state.problemsPane)
  const hadProblems = useStore(useDesigner().analysis, (state) => state.hadProblems)
  return choice === 'open' || (choice === 'auto' && hadProblems)
}
