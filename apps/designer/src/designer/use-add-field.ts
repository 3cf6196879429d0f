import { isPlainObject } from '@mapping-designer/mapping-engine'
import { valueAt } from '../document/place.ts'
import { freeName, lastName } from '../mapping/field-name.ts'
import { useDocument } from './designer-context.tsx'
import { useFlowEdit } from './use-flow-edit.ts'
import { useDestination } from './use-preview.ts'

/** Adds a field to the data map of the selected rule; null where no rule with a map is selected. */
export function useAddMappedField(): ((path: string) => void) | null {
  const rule = useDocument((state) => state.selectedRule)
  const destination = useDestination()
  const edit = useFlowEdit()
  if (rule === null || valueAt(destination?.config, rule) === undefined) return null
  const data = valueAt(destination?.config, [...rule, 'data'])
  const map = valueAt(data, ['map'])
  if (data !== undefined && !isPlainObject(map)) return null
  const taken = isPlainObject(map) ? Object.keys(map) : []
  return (path) => {
    const name = freeName(lastName(path), taken)
    if (data === undefined) edit([{ place: [...rule, 'data'], value: { map: { [name]: path } } }], `map ${path}`)
    else edit([{ place: [...rule, 'data', 'map', name], value: path }], `map ${path}`)
  }
}
