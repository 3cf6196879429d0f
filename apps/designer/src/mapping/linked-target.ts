import type { Target } from './mapping-fields.ts'

/** Whether a row stands for a place in the output: one row of a loop stands for all of its items. */
export function isLinked(row: Target, link: Target): boolean {
  return (
    row.length === link.length &&
    row.every((step, index) => step === link[index] || (typeof step === 'number' && typeof link[index] === 'number'))
  )
}
