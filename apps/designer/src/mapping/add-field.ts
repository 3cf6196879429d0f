import { functionFor, isPlainObject, unreachableKeys, valueAt } from '@mapping-designer/mapping-engine'
import type { JsonObject, JsonValue, Place } from '@mapping-designer/shared-types'
import type { FlowEdit } from '../document/flow-edit.ts'
import { freeName, lastName } from './field-name.ts'
import { pathsOf } from './field-tree.ts'

/** An edit that adds a row, and the place of the row. */
export interface AddedField {
  edits: FlowEdit[]
  place: Place
}

/**
 * Adds a field to the data at a place, filled from a path of the event, or by a function where no path reaches what is there;
 * data that is no map becomes one.
 */
export function addFieldTo(data: unknown, place: Place, path: string, event?: unknown): AddedField {
  const map = valueAt(data, ['map'])
  const name = freeName(path === '' ? 'field' : lastName(path), isPlainObject(map) ? Object.keys(map) : [])
  const keys = unreachableKeys(event, path)
  const source = keys === undefined ? path : { fn: functionFor(keys) }
  const row = [...place, 'map', name]
  return {
    edits: isPlainObject(map) ? [{ place: row, value: source }] : [{ place, value: { map: { [name]: source } } }],
    place: row,
  }
}

/** Adds a field for each value in the data of an event that the map does not read yet; null where there is none, or no map. */
export function mapAllFields(data: unknown, place: Place, event: Record<string, unknown>): FlowEdit | null {
  const map = valueAt(data, ['map'])
  if (data !== undefined && !isPlainObject(map)) return null
  const fields = new Map(Object.entries(isPlainObject(map) ? (map as JsonObject) : {}))
  const used = JSON.stringify([...fields.values()])
  const before = fields.size
  const inData = event['data']
  for (const { path: own } of isPlainObject(inData) ? pathsOf(inData) : []) {
    const path = `data.${own}`
    const isLeaf = typeof valueAt(event, path.split('.')) !== 'object'
    if (isLeaf && !used.includes(JSON.stringify(path))) fields.set(freeName(lastName(path), [...fields.keys()]), path)
  }
  return fields.size === before ? null : { place: [...place, 'map'], value: Object.fromEntries(fields) }
}

/** A map with a row that is not in it yet, at a place below it, as the table shows it. */
export function withNewRow(value: unknown, [step, ...rest]: Place): JsonValue {
  if (step === undefined) return ''
  if (Array.isArray(value)) return value.with(Number(step), withNewRow(value[Number(step)], rest))
  return { ...(isPlainObject(value) && (value as JsonObject)), [step]: withNewRow(valueAt(value, [step]), rest) }
}

/** Adds a path to the data map of a rule; null where there is no such rule, or its data is no map. */
export function addMappedField(
  config: unknown,
  rule: Place | null,
  event?: unknown,
): ((path: string) => AddedField) | null {
  if (rule === null || valueAt(config, rule) === undefined) return null
  const place = [...rule, 'data']
  const data = valueAt(config, place)
  if (data !== undefined && !isPlainObject(valueAt(data, ['map']))) return null
  return (path) => addFieldTo(data, place, path, event)
}
