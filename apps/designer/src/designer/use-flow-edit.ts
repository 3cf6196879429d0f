import { useCallback } from 'react'
import { type FlowEdit, fromRoot } from '../document/flow-edit.ts'
import { useDesigner } from './designer-context.tsx'
import { useDestination } from './use-preview.ts'

/** Edits of the destination; places count from its config, from the step around it, or from its flow. `kind` joins keystrokes in one field to one step. */
export type EditConfig = (edits: readonly FlowEdit[], label: string, kind?: string) => void

export function useFlowEdit(): EditConfig {
  const { document } = useDesigner()
  const destination = useDestination()
  const root = destination?.place
  return useCallback(
    (edits, label, kind) => {
      if (root === undefined) return
      document.getState().actions.edit(fromRoot(root, edits), label, kind)
    },
    [document, root],
  )
}
