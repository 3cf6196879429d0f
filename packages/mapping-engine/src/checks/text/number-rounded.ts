import type { Check } from '../check.ts'
import { lossProblems } from './loss-problems.ts'

/** JavaScript holds whole numbers exactly up to 2^53; walkerOS and the record get the rounded one. */
export const numberRounded: Check = {
  code: 'number-rounded',
  severity: 'warning',
  ofText(text) {
    return lossProblems(text, 'number-rounded')
  },
}
