import type { Place } from '@mapping-designer/shared-types'
import { hasMembers } from './is-plain-object.ts'

/** What stands at a place of a value that nobody has checked; undefined where a step leads nowhere. */
export function valueAt(root: unknown, place: Place): unknown {
  let value = root
  for (const step of place) {
    if (!hasMembers(value)) return undefined
    value = value[step]
  }
  return value
}
