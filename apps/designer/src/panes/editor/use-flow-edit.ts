import type { Place } from '@mapping-designer/shared-types'
import { useCallback } from 'react'
import { useDesigner } from '../../app/designer-context.tsx'
import type { FlowEdit } from '../../document/flow-edit.ts'
import { useDestination } from '../../preview/use-preview.ts'

/** Edits of the destination; places count from its config, from the step around it, or from its flow. `kind` joins keystrokes in one field to one step. */
export type EditConfig = (edits: readonly FlowEdit[], label: string, kind?: string) => void

/** How many steps above the config a place may count from: `flows.NAME.destinations.NAME.config`. */
const above = { config: 0, step: 1, flow: 3 }

/** Edits of a destination with places that count from the root of the file. */
export function fromRoot(root: Place, edits: readonly FlowEdit[]): FlowEdit[] {
  return edits.map((edit) => ({
    ...edit,
    place: [...root.slice(0, root.length - (edit.of ? above[edit.of] : 0)), ...edit.place],
  }))
}

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
