import { expect, it } from 'vitest'
import { sourcePaths } from './source-path.ts'

const config = {
  data: {
    map: {
      id: 'data.id',
      items: { loop: ['nested', { map: { sku: 'data.sku', parts: { loop: ['nested', 'data.name'] } } }] },
      own: { loop: ['this', 'user.id'] },
      free: { loop: [{ fn: '$code:() => []' }, 'data.x'] },
      both: { set: ['data.a', { loop: ['nested', 'data.b'] }] },
    },
  },
}
type Note = Parameters<ReturnType<typeof sourcePaths>>[0]
const note = (place: Note['place'], target: Note['target'], path: string): Note =>
  ({ place, target, source: { kind: 'path', path }, value: 1, missing: null }) as unknown as Note

it.each([
  { place: ['id'], target: ['id'], path: 'data.id', from: 'data.id' },
  {
    place: ['items', 'loop', 1, 'map', 'sku'],
    target: ['items', 2, 'sku'],
    path: 'data.sku',
    from: 'nested.2.data.sku',
  },
  {
    place: ['items', 'loop', 1, 'map', 'parts', 'loop', 1],
    target: ['items', 1, 'parts', 3],
    path: 'data.name',
    from: 'nested.1.nested.3.data.name',
  },
  { place: ['own', 'loop', 1], target: ['own', 0], path: 'user.id', from: 'user.id' },
  { place: ['both', 'set', 1, 'loop', 1], target: ['both', 1, 4], path: 'data.b', from: 'nested.4.data.b' },
  { place: ['free', 'loop', 1], target: ['free', 0], path: 'data.x', from: null },
])('$place.0 comes from $from', ({ place, target, path, from }) => {
  expect(sourcePaths(config)(note(['data', 'map', ...place], target, path))).toBe(from)
})

it('knows of no path for what is from none', () => {
  const fromCode = { ...note(['data', 'map', 'id'], ['id'], ''), source: { kind: 'function' } } as unknown as Note
  expect(sourcePaths(config)(fromCode)).toBeNull()
})
