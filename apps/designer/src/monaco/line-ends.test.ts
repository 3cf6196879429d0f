import fc from 'fast-check'
import { expect, it } from 'vitest'
import { keepLineEnds, withOneLineEnd } from './line-ends.ts'

const before = 'a\r\nb\nc\r\nd\r\ne'

it.each([
  { what: 'a changed line', after: 'a\r\nB\r\nc\r\nd\r\ne', kept: 'a\r\nB\nc\r\nd\r\ne' },
  { what: 'an added line', after: 'a\r\nb\r\nc\r\nnew\r\nd\r\ne', kept: 'a\r\nb\nc\r\nnew\r\nd\r\ne' },
  { what: 'a deleted line', after: 'a\r\nb\r\nd\r\ne', kept: 'a\r\nb\nd\r\ne' },
  { what: 'a last line that now ends', after: 'a\r\nb\r\nc\r\nd\r\ne\r\n', kept: 'a\r\nb\nc\r\nd\r\ne\r\n' },
])('keeps the line ends of all other lines: $what', ({ after, kept }) => {
  expect(keepLineEnds(before, after)).toBe(kept)
})

it('changes nothing where nothing was edited', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', 'b', '\r\n', '\n', '\r')).map((parts) => parts.join('')),
      (text) => {
        expect(keepLineEnds(text, withOneLineEnd(text, '\r\n'))).toBe(text)
      },
    ),
  )
})
