import fc from 'fast-check'
import { expect, it } from 'vitest'
import { jsonLines } from './json-lines.ts'

it('writes any JSON as JSON.stringify does', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const { lines } = jsonLines(value, 10_000)
      expect(lines.map(({ text }) => text).join('\n')).toBe(JSON.stringify(value, null, 2))
    }),
  )
})

it('knows what stands on each line, and stops where it is told to', () => {
  const { lines } = jsonLines({ a: [{ b: 1 }] }, 100)
  expect(lines.map(({ path }) => path.join('.'))).toEqual(['', 'a', 'a.0', 'a.0.b', 'a.0', 'a', ''])
  expect(jsonLines([1, 2, 3], 2)).toMatchObject({ isCut: true, lines: [{ text: '[' }, { text: '  1,' }] })
})
