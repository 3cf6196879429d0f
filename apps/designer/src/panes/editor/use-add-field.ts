import { isPlainObject } from '@mapping-designer/mapping-engine'
import { useDocument } from '../../app/designer-context.tsx'
import { valueAt } from '../../preview/derive.ts'
import { useDestination } from '../../preview/use-preview.ts'
import { useFlowEdit } from './use-flow-edit.ts'

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

/** The last name of a path that is no item number. */
export function lastName(path: string): string {
  const names = path.split('.').filter((step) => !/^\d+$|^\*$/.test(step))
  return names.at(-1) ?? 'field'
}

/** The name, or the name with a number where it is taken. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted
  let number = 2
  while (taken.includes(`${wanted}_${number}`)) number++
  return `${wanted}_${number}`
}
