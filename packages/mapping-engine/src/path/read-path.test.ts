import { expect, it } from 'vitest'
import { readPath, splitPath } from './read-path.ts'

const event = {
  data: { id: 'A', list: [1, 2], 'a.b': 'dotted', empty: '' },
  nested: [{ data: { price: 1 } }, { data: {} }],
}

it.each([
  { path: 'data.id', found: 'A' },
  { path: 'data.list.1', found: 2 },
  { path: 'data.list.length', found: 2 },
  { path: 'data.a.b', found: undefined },
  { path: 'data.empty', found: '' },
  { path: 'data.id.length', found: undefined },
  { path: 'nested.*.data.price', found: [1, undefined] },
  { path: 'data.list.*', found: [undefined, undefined] },
  { path: 'data.*', found: undefined },
  { path: 'missing.path', found: undefined },
])('$path gives $found', ({ path, found }) => {
  expect(readPath(event, splitPath(path))).toEqual(found)
})

it('gives the fallback for what is missing, inside a wildcard too', () => {
  expect(readPath(event, splitPath('nested.*.data.price'), 0)).toEqual([1, 0])
})
