import type { Value } from '@mapping-designer/shared-types'
import { codePrefix } from '../value/code-function.ts'

/** A value of a mapping in a few letters. */
export function valueInWords(value: Value): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(valueInWords).join(', else ')
  const { key, fn, loop, map, set, value: still } = value
  if (loop) return `each of ${valueInWords(loop[0])}`
  if (map) return `map of ${Object.keys(map).join(', ')}`
  if (set) return `list of ${set.map(valueInWords).join(', ')}`
  if (fn) return fn.replace(codePrefix, '')
  if (key === undefined) return JSON.stringify(still ?? null)
  return still === undefined ? key : `${key}, else ${JSON.stringify(still)}`
}
