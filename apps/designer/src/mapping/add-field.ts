import { functionFor, isPlainObject, unreachableKeys } from '@mapping-designer/mapping-engine'
import type { Place } from '@mapping-designer/shared-types'
import type { FlowEdit } from '../document/flow-edit.ts'
import { valueAt } from '../document/place.ts'
import { freeName, lastName } from './field-name.ts'

/**
 * The edit that adds a path to the data map of a rule, or a function for what no path reaches in the event; null where there is
 * no such rule, or its data is no map.
 */
export function addMappedField(
  config: unknown,
  rule: Place | null,
  event?: unknown,
): ((path: string) => FlowEdit[]) | null {
  if (rule === null || valueAt(config, rule) === undefined) return null
  const data = valueAt(config, [...rule, 'data'])
  const map = valueAt(data, ['map'])
  if (data !== undefined && !isPlainObject(map)) return null
  const taken = isPlainObject(map) ? Object.keys(map) : []
  return (path) => {
    const name = freeName(lastName(path), taken)
    const keys = unreachableKeys(event, path)
    const source = keys === undefined ? path : { fn: functionFor(keys) }
    return data === undefined
      ? [{ place: [...rule, 'data'], value: { map: { [name]: source } } }]
      : [{ place: [...rule, 'data', 'map', name], value: source }]
  }
}
