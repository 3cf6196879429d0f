import { findLosses } from '../../samples/losses.ts'
import type { Check } from '../check.ts'

/** JavaScript holds whole numbers exactly up to 2^53; walkerOS and the record get the rounded one. */
export const numberRounded: Check = {
  code: 'number-rounded',
  severity: 'warning',
  ofText(text) {
    return findLosses(text)
      .filter(({ code }) => code === 'number-rounded')
      .map(({ message }) => ({ place: [], cause: message }))
  },
}
