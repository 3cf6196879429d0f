import { expect, it } from 'vitest'
import { deletePath } from './delete-path.ts'
import { writePath } from './write-path.ts'

it('writes into a copy and leaves the event alone', () => {
  const event = { data: { id: 1 } }
  expect(writePath(event, 'data.deep.key', 'x')).toEqual({ data: { id: 1, deep: { key: 'x' } } })
  expect(event).toEqual({ data: { id: 1 } })
})

it('never writes into Object.prototype', () => {
  writePath({ data: {} }, '__proto__.polluted', true)
  writePath({ data: {} }, 'data.__proto__.polluted', true)
  deletePath({ data: {} }, '__proto__.toString')
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  expect(typeof {}.toString).toBe('function')
})

it.each([
  { path: 'id', left: { list: [1, 2, 3] } },
  { path: 'list.1', left: { id: 1, list: [1, 3] } },
  { path: 'list.9', left: { id: 1, list: [1, 2, 3] } },
  { path: 'missing.deep', left: { id: 1, list: [1, 2, 3] } },
])('deleting $path leaves $left', ({ path, left }) => {
  expect(deletePath({ id: 1, list: [1, 2, 3] }, path)).toEqual(left)
})

it('leaves alone what is no object, and writes through lists and texts as walkerOS does', () => {
  expect(writePath('text' as unknown, 'a.b', 1)).toBe('text')
  expect(writePath({ data: 'text' } as object, 'data.id', 1)).toEqual({ data: { id: 1 } })
  expect(writePath({ list: [{ a: 1 }] } as object, 'list.0.b', 2)).toEqual({ list: [{ a: 1, b: 2 }] })
})

it('deletes in items of lists, and nothing in what is no container', () => {
  const event = { list: [{ a: 1, b: 2 }], text: 'x' }
  expect(deletePath(event, 'list.0.a')).toEqual({ list: [{ b: 2 }], text: 'x' })
  expect(deletePath(event, 'list.x.a')).toEqual(event)
  expect(deletePath(event, 'text.length')).toEqual(event)
})
