import { tryJson } from '@mapping-designer/shared-types'
import { findRoundedNumbers } from './number-precision.ts'
import { doubleQuoted, singleQuoted } from './quoted-source.ts'
import { findRepeatedKeys } from './repeated-keys.ts'
import { positionsIn, type TextPosition } from './text-position.ts'
import { wholeValues } from './whole-values.ts'

/** Something that a text says and the values read from it do not. */
export interface Loss extends TextPosition {
  code: 'number-rounded' | 'repeated-key'
  /** Place, what is lost, and what helps. */
  message: string
}

/**
 * What reading a text as JSON loses: digits of large numbers, and the earlier of two equal keys. `value` is what the text says
 * as JSON, undefined where it is none.
 */
export function findLosses(text: string, value: unknown = tryJson(text)): Loss[] {
  // What is written again as it was read has lost nothing. That is so for most events, and costs a tenth of looking for it.
  if (value !== undefined && isWritten(value, text)) return []
  const rounded = findRoundedNumbers(text).map(({ written, kept, line, column }) => ({
    code: 'number-rounded' as const,
    line,
    column,
    message: `Line ${line}, column ${column}: \`${written}\` becomes \`${kept}\`; send such a number as a text.`,
  }))
  const repeated = findRepeatedKeys(text, value === undefined ? wholeValues(text) : undefined).map(
    ({ key, line, column }) => ({
      code: 'repeated-key' as const,
      line,
      column,
      message: `Line ${line}, column ${column}: the object has the key \`${key}\` twice; this value is kept and the earlier one dropped.`,
    }),
  )
  return [...rounded, ...noNumbers(text), ...repeated]
}

function isWritten(value: unknown, text: string): boolean {
  // With the indentation that its first line has, which is how the designer writes events.
  const [, gap] = /^\s*[{[]\n([ \t]{1,10})\S/.exec(text) ?? []
  try {
    return JSON.stringify(value, null, gap) === text.trim()
  } catch {
    // It calls itself for each level.
    return false
  }
}

// Strings are passed over.
const noNumber = new RegExp(`${doubleQuoted}|${singleQuoted}|(?<=[:[,]\\s*)([+-]?(?:NaN|Infinity))\\b`, 'g')

/** JSON5 and JavaScript know numbers that JSON does not. */
function noNumbers(text: string): Loss[] {
  if (!/NaN|Infinity/.test(text)) return []
  const positionAt = positionsIn(text)
  return [...text.matchAll(noNumber)].flatMap(({ 1: written, index }): Loss[] => {
    if (written === undefined) return []
    const { line, column } = positionAt(index)
    const message = `Line ${line}, column ${column}: \`${written}\` becomes \`null\`; JSON has no such number.`
    return [{ code: 'number-rounded', line, column, message }]
  })
}
