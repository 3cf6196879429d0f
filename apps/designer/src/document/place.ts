import type { Place } from '@mapping-designer/shared-types'

export function samePlace(a: Place | null, b: Place | null): boolean {
  if (a === b) return true
  if (a === null || b === null || a.length !== b.length) return false
  // From the end: places that are compared mostly begin alike.
  for (let index = a.length - 1; index >= 0; index--) if (a[index] !== b[index]) return false
  return true
}
