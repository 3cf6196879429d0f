import type { Place } from '@mapping-designer/shared-types'
import { createContext, useCallback, useContext } from 'react'
import { type FlowEdit, fromRoot } from '../document/flow-edit.ts'
import type { RuleEdit } from '../mapping/rule-edits.ts'
import { type DesignerParts, useDesigner } from './designer-context.tsx'

type Parts = Pick<DesignerParts, 'document' | 'derived'>

/** Edits of the destination; places count from its config, from the step around it, or from its flow. `kind` joins keystrokes in one field to one step. */
export type EditConfig = (edits: readonly FlowEdit[], label: string, kind?: string) => void

/** Edits the destination that is being designed. */
export function editConfig({ document, derived }: Parts, ...[edits, label, kind]: Parameters<EditConfig>): void {
  const root = derived.getState().destination?.place
  if (root !== undefined) document.getState().actions.edit(fromRoot(root, edits), label, kind)
}

/** Makes an edit of the rules as they are now and selects the rule that it is about. */
export function editRules(parts: Parts, make: (config: unknown) => RuleEdit | null): void {
  const change = make(parts.derived.getState().destination?.config)
  if (change === null) return
  editConfig(parts, change.edits, change.label)
  parts.document.getState().actions.selectRule(change.select)
}

/** What the places of a form count from, where that is not the config of the destination. */
export const EditRoot = createContext<Place | null>(null)

export function useFlowEdit(): EditConfig {
  const parts = useDesigner()
  const root = useContext(EditRoot)
  return useCallback(
    (edits, ...step) =>
      root === null
        ? editConfig(parts, edits, ...step)
        : parts.document.getState().actions.edit(fromRoot(root, edits), ...step),
    [parts, root],
  )
}

export function useRuleEdit(): (make: (config: unknown) => RuleEdit | null) => void {
  const parts = useDesigner()
  return useCallback((make) => editRules(parts, make), [parts])
}
