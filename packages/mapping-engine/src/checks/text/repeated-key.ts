import type { Check } from '../check.ts'
import { lossProblems } from './loss-problems.ts'

/** JSON keeps the last of two values under one key and drops the other without a word. */
export const repeatedKey: Check = {
  code: 'repeated-key',
  severity: 'warning',
  ofText(text) {
    return lossProblems(text, 'repeated-key')
  },
}
