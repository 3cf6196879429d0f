import { findLosses } from '../../samples/losses.ts'
import type { Check } from '../check.ts'

/** JSON keeps the last of two values under one key and drops the other without a word. */
export const repeatedKey: Check = {
  code: 'repeated-key',
  severity: 'warning',
  ofText(text) {
    return findLosses(text)
      .filter(({ code }) => code === 'repeated-key')
      .map(({ message }) => ({ place: [], cause: message }))
  },
}
