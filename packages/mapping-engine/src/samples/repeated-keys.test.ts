import { expect, it } from 'vitest'
import { findRepeatedKeys } from './repeated-keys.ts'

it('finds a key that an object has twice, at the later place', () => {
  expect(findRepeatedKeys('{"name": "a b",\n "data": {"id": 1, "x": {"id": 2},\n "id": 3}}')).toEqual([
    { key: 'id', line: 3, column: 2 },
  ])
})

it.each(['{"id": 1, "data": {"id": 2}}', '[{"id": 1}, {"id": 2}]', '{"__proto__": 1, "id": {}}', '{"broken', ''])(
  'finds none in %s',
  (text) => {
    expect(findRepeatedKeys(text)).toEqual([])
  },
)

it.each(['{"a\\":": 1, "b": "\\":", "b": 2}', '{"b": 1, "list": ["b\\":"], "b" : 2}', '{"b": 1, /* "c": */ "b": 2,}'])(
  'finds the one in %s',
  (text) => {
    expect(findRepeatedKeys(text)).toMatchObject([{ key: 'b' }])
  },
)
