import { expect, it } from 'vitest'
import { textMarks } from './text-marks.ts'

it.each([
  { fact: 'an event', text: '{"name":"order complete"}', marks: [] },
  {
    fact: 'a number with more digits than JavaScript keeps',
    text: '{"name":"a b",\n"id":73314510714175489}',
    marks: [[2, 6, 17]],
  },
  { fact: 'a key that stands twice', text: '{"name":"a b","data":{"id":1,\n "id":2}}', marks: [[2, 2, 4]] },
  { fact: 'a comma that is missing', text: '{"name":"a b"\n"id":1}', marks: [[2, 1, 4]] },
  { fact: 'two events', text: '{"name":"a b"}\n{"name":"c d"}', marks: [[1, 1, 1]] },
])('$fact is marked where it stands', ({ text, marks }) => {
  expect(textMarks(text).map(({ line, column, length }) => [line, column, length])).toEqual(marks)
})
