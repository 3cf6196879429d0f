import { useCallback } from 'react'
import type { RuleEdit } from '../mapping/rule-edits.ts'
import { useDesigner } from './designer-context.tsx'
import { useFlowEdit } from './use-flow-edit.ts'

/** Makes an edit of the rules and selects the rule that it is about. */
export function useRuleEdit(): (change: RuleEdit | null) => void {
  const { document } = useDesigner()
  const edit = useFlowEdit()
  return useCallback(
    (change) => {
      if (change === null) return
      edit(change.edits, change.label)
      document.getState().actions.selectRule(change.select)
    },
    [document, edit],
  )
}
