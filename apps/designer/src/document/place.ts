import type { Place } from '@mapping-designer/shared-types'

/** The value at a place inside a config, undefined where it is not there. */
export function valueAt(root: unknown, place: Place): unknown {
  return place.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[step] : undefined,
    root,
  )
}

export function samePlace(a: Place | null, b: Place | null): boolean {
  return a === b || (a !== null && b !== null && a.length === b.length && a.every((step, index) => step === b[index]))
}
