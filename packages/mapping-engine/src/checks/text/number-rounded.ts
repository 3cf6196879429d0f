import { findRoundedNumbers } from '../../samples/number-precision.ts'
import { type Check, quote } from '../check.ts'

/** JavaScript holds whole numbers exactly up to 2^53; walkerOS and the record get the rounded one. */
export const numberRounded: Check = {
  code: 'number-rounded',
  severity: 'warning',
  ofText(text) {
    return findRoundedNumbers(text).map(({ written, kept, line, column }) => ({
      place: [],
      cause: `Line ${line}, column ${column}: ${quote(written)} becomes ${quote(kept)}; send such a number as a text.`,
    }))
  },
}
