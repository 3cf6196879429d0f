import { findRoundedNumbers } from './number-precision.ts'
import { findRepeatedKeys } from './repeated-keys.ts'
import type { TextPosition } from './text-position.ts'
import { wholeValues } from './whole-values.ts'

/** Something that a text says and the values read from it do not. */
export interface Loss extends TextPosition {
  code: 'number-rounded' | 'repeated-key'
  /** Place, what is lost, and what helps. */
  message: string
}

/** What reading a text as JSON loses: digits of large numbers, and the earlier of two equal keys. */
export function findLosses(text: string): Loss[] {
  const rounded = findRoundedNumbers(text).map(({ written, kept, line, column }) => ({
    code: 'number-rounded' as const,
    line,
    column,
    message: `Line ${line}, column ${column}: \`${written}\` becomes \`${kept}\`; send such a number as a text.`,
  }))
  const repeated = findRepeatedKeys(text, wholeValues(text)).map(({ key, line, column }) => ({
    code: 'repeated-key' as const,
    line,
    column,
    message: `Line ${line}, column ${column}: the object has the key \`${key}\` twice; this value is kept and the earlier one dropped.`,
  }))
  return [...rounded, ...repeated]
}
