import type { Place } from '@mapping-designer/shared-types'

export function samePlace(a: Place | null, b: Place | null): boolean {
  return a === b || (a !== null && b !== null && a.length === b.length && a.every((step, index) => step === b[index]))
}
