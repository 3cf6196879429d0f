import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isCyclic, jsonSize } from './json-size.ts'

describe('the size of a JSON text', () => {
  it('is near that of the text, for any value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const { length } = JSON.stringify(value)
        expect(jsonSize(value)).toBeGreaterThanOrEqual(length / 7)
        expect(jsonSize(value)).toBeLessThanOrEqual(length * 5)
      }),
    )
  })

  it('counts a part as often as it is named, and stops behind the limit', () => {
    const long = 'x'.repeat(1_000)
    let doubled: unknown = long
    for (let level = 0; level < 60; level++) doubled = [doubled, doubled]
    expect(jsonSize([long, long])).toBeGreaterThan(2_000)
    const size = jsonSize(doubled, 1_000_000)
    expect(size).toBeGreaterThan(1_000_000)
    expect(size).toBeLessThan(1_010_000)
  })
})

describe('a value that contains itself', () => {
  const ring: Record<string, unknown> = { a: [] }
  ring['a'] = [{ ring }]
  const shared = { a: 1 }
  it.each([
    ['a ring', ring, true],
    ['a part that stands twice', [shared, shared], false],
    ['a text', 'x', false],
  ])('%s', (_name, value, expected) => {
    expect(isCyclic(value)).toBe(expected)
  })
})
