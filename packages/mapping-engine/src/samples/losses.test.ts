import { array, assert, boolean, constantFrom, letrec, oneof, property, string, tuple } from 'fast-check'
import { expect, it } from 'vitest'
import { findLosses } from './losses.ts'
import { findRoundedNumbers } from './number-precision.ts'
import { findRepeatedKeys } from './repeated-keys.ts'

const text = string().map((value) => JSON.stringify(value))
const blank = constantFrom('', '', ' ', '\n')
/** JSON as people and programs write it: with blanks, keys twice, and numbers that no computer holds. */
const { json } = letrec<{ json: string }>((tie) => ({
  json: oneof(
    { maxDepth: 3 },
    constantFrom('1', '-0', '1.50', '12345678901234567890', '73314510714175490', '1e400', '1E2', 'null', 'true'),
    text,
    array(tie('json'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
    array(tuple(blank, oneof(constantFrom('"a"', '"b"', '"\\u0061"', '"1"'), text), tie('json')), { maxLength: 4 }).map(
      (pairs) => `{${pairs.map(([space, key, value]) => `${space}${key}:${space}${value}`).join(',')}}`,
    ),
  ),
}))

it('finds the same in a text that is written again as it was read as a look at each token does', () => {
  assert(
    property(json, boolean(), (written, isPrinted) => {
      const source = isPrinted ? JSON.stringify(JSON.parse(written), null, 2) : written
      const rounded = findRoundedNumbers(source).map(({ line, column }) => ({ line, column }))
      const repeated = findRepeatedKeys(source).map(({ line, column }) => ({ line, column }))
      const found = findLosses(source).map(({ line, column }) => ({ line, column }))
      expect(found).toEqual([...rounded, ...repeated])
    }),
    { numRuns: 1_000 },
  )
})
