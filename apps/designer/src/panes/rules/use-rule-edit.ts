import { useCallback } from 'react'
import { useDesigner } from '../../app/designer-context.tsx'
import { useFlowEdit } from '../editor/use-flow-edit.ts'
import type { RuleEdit } from './rule-edits.ts'

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
