import { addMappedField } from '../mapping/add-field.ts'
import { useDocument } from './designer-context.tsx'
import { useFlowEdit } from './use-flow-edit.ts'
import { useDestination, usePreview } from './use-preview.ts'

/** Adds a field to the data map of the selected rule; null where no rule with a map is selected. */
export function useAddMappedField(): ((path: string) => void) | null {
  const rule = useDocument((state) => state.selectedRule)
  const add = addMappedField(useDestination()?.config, rule, usePreview()?.event)
  const edit = useFlowEdit()
  return add && ((path) => edit(add(path).edits, `map ${path}`))
}
