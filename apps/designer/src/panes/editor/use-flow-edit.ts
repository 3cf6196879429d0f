import { useCallback } from 'react'
import { useDesigner } from '../../app/designer-context.tsx'
import type { FlowEdit } from '../../document/flow-edit.ts'
import { useDestination } from '../../preview/use-preview.ts'

/** Edits of the destination; places count from its config, or from the step around it. `kind` joins keystrokes in one field to one step. */
export type EditConfig = (edits: readonly FlowEdit[], label: string, kind?: string) => void

export function useFlowEdit(): EditConfig {
  const { document } = useDesigner()
  const destination = useDestination()
  const root = destination?.place
  return useCallback(
    (edits, label, kind) => {
      if (root === undefined) return
      const placed = edits.map((edit) => ({
        ...edit,
        place: [...(edit.of === 'step' ? root.slice(0, -1) : root), ...edit.place],
      }))
      document.getState().actions.edit(placed, label, kind)
    },
    [document, root],
  )
}
