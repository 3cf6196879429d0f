import { expect, it } from 'vitest'
import { countFields } from './field-stats.ts'
import type { FieldNode } from './field-tree.ts'

function count(...events: unknown[]): Record<string, string> {
  const counting = countFields(events)
  let next = counting.next()
  while (next.done !== true) next = counting.next()
  const flat = (nodes: readonly FieldNode[]): [string, string][] =>
    nodes.flatMap(({ path, summary, children }) => [[path, summary], ...flat(children)])
  return Object.fromEntries(flat(next.value))
}

it('says in how many events a field is, as what, and with which values', () => {
  expect(count({ id: 1, kind: 'x' }, { id: '2', kind: 'x' }, { other: null })).toEqual({
    id: '2 of 3, number or string, 2 values',
    kind: '2 of 3, string, "x"',
    other: '1 of 3, null, null',
  })
})

it('counts the items of a list under one path, and an event once', () => {
  const event = { nested: [{ sku: 'A' }, { sku: 'B' }] }
  expect(count(event, { nested: [] })).toEqual({
    nested: '2 of 2, list',
    'nested.*': '1 of 2, object',
    'nested.*.sku': '1 of 2, string, 2 values',
  })
})

it('stops to count values where there are very many', () => {
  expect(count(...Array.from({ length: 150 }, (_, id) => ({ id })))).toEqual({ id: '150 of 150, number, 100+ values' })
})
