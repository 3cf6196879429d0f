import { expect, it } from 'vitest'
import { nextRowIds, noRows } from './row-ids.ts'

const rows = (...names: string[]) =>
  names.map((name) => ({ name, role: 'field' as const, place: ['data', 'map', name], parent: ['data', 'map'] }))
const idsOf = (before: ReturnType<typeof nextRowIds>, ...names: string[]) => {
  const next = nextRowIds(before, rows(...names))
  return { next, ids: names.map((name) => next.byPlace.get(JSON.stringify(['data', 'map', name]))) }
}

it('knows a row again after it was renamed, moved, or others were added and removed', () => {
  const first = idsOf(noRows, 'a', 'b', 'c')
  const [a, b, c] = first.ids
  expect(new Set([a, b, c]).size).toBe(3)
  const renamed = idsOf(first.next, 'a', 'x', 'c')
  expect(renamed.ids).toEqual([a, b, c])
  expect(idsOf(renamed.next, 'c', 'a', 'x').ids).toEqual([c, a, b])
  expect(idsOf(renamed.next, 'a', 'c').ids).toEqual([a, c])
  const added = idsOf(renamed.next, 'a', 'x', 'c', 'b')
  expect(added.ids.slice(0, 3)).toEqual([a, b, c])
  expect([a, b, c]).not.toContain(added.ids[3])
})
