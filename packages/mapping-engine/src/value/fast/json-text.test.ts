import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPlainText, jsonText } from './json-text.ts'

describe('JSON of a value', () => {
  const units = [
    0x00, 0x1f, 0x20, 0x21, 0x22, 0x23, 0x5b, 0x5c, 0x5d, 0x7f, 0x2028, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000,
    0xffff,
  ]
  // A long text is looked at in another way than a short one.
  const lengths = [1, 2, 59, 60, 61, 62, 200]

  it.each(units)('is as JSON writes it with the unit %i, wherever it stands', (unit) => {
    const odd = String.fromCharCode(unit)
    for (const length of lengths) {
      for (const text of [odd + 'x'.repeat(length - 1), 'x'.repeat(length - 1) + odd]) {
        const json = JSON.stringify(text)
        expect(jsonText(text, 0)).toBe(json)
        expect(isPlainText(text)).toBe(json === `"${text}"` && !(unit >= 0xd800 && unit <= 0xdfff))
      }
    }
  })

  it.each<unknown>([
    0,
    -0,
    1.5,
    1e21,
    5e-324,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    true,
    false,
    null,
    [],
    {},
    [undefined],
    { a: undefined },
    '😀',
    '',
  ])('is as JSON writes it: %j', (value) => expect(jsonText(value, 0)).toBe(JSON.stringify(value)))

  it.each([undefined, () => 1, Symbol('s')])('is empty for %s, which JSON has no word for', (value) => {
    expect(jsonText(value, 0)).toBe('')
  })

  it('is as JSON writes it, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.jsonValue()), (value) => {
        return (
          jsonText(value, 0) === JSON.stringify(value) &&
          jsonText(value, Number.POSITIVE_INFINITY) === JSON.stringify(value)
        )
      }),
      { seed: 4711, numRuns: 2_000 },
    )
  })
})
