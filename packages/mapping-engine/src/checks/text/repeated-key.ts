import { findRepeatedKeys } from '../../samples/repeated-keys.ts'
import { type Check, quote } from '../check.ts'

/** JSON keeps the last of two values under one key and drops the other without a word. */
export const repeatedKey: Check = {
  code: 'repeated-key',
  severity: 'warning',
  ofText(text) {
    return findRepeatedKeys(text).map(({ key, line, column }) => ({
      place: [],
      cause: `Line ${line}, column ${column}: the object has the key ${quote(key)} twice; this value is kept and the earlier one dropped.`,
    }))
  },
}
