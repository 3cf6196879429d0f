import type { Place } from '@mapping-designer/shared-types'
import { isPlainObject } from '../path/is-plain-object.ts'

/** A mapping value directly inside another one. */
export interface ChildValue {
  value: unknown
  /** From the outer value to this one. */
  steps: Place
  role: 'map' | 'loop' | 'set' | 'fallback'
}

/** The mapping values directly inside a mapping value, in the order of map, loop and set; of a list its items. */
export function childrenOf(value: unknown): ChildValue[] {
  if (Array.isArray(value)) return itemsOf(value, [], 'fallback')
  if (!isPlainObject(value)) return []
  const { map, loop, set } = value
  const fields = Object.entries(isPlainObject(map) ? map : {}).map(
    ([name, field]): ChildValue => ({ value: field, steps: ['map', name], role: 'map' }),
  )
  return [...fields, ...itemsOf(loop, ['loop'], 'loop'), ...itemsOf(set, ['set'], 'set')]
}

function itemsOf(list: unknown, steps: Place, role: ChildValue['role']): ChildValue[] {
  return Array.isArray(list) ? list.map((value, index) => ({ value, steps: [...steps, index], role })) : []
}
