import type { Outcome } from '@mapping-designer/shared-types'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { changesOf } from './record-changes.ts'

const sent = (value: string): Outcome => ({
  kind: 'message',
  rule: 'order complete',
  send: { acks: -1, timeout: 30_000, compression: 0 },
  record: { topic: 'orders', key: 'order', value, headers: {}, timestamp: '0' },
})

/** What is different in two values; texts of the whole aside. */
function changes(before: unknown, after: unknown, space?: number) {
  const [old, now] = [before, after].map((value) => sent(JSON.stringify(value, null, space)))
  if (old === undefined || now === undefined) return []
  return changesOf(old, now).map((change) =>
    'what' in change && change.what === 'order' ? { ...change, before: null, after: null } : change,
  )
}

const names = fc.oneof(fc.constantFrom('id', 'total', 'items', '', '7', '__proto__', 'a"b', 'a\\', 'é}'), fc.string())
const leaves = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom('', '}', '"', '\\', '\\"', ',', '{"a":1}', 1, -0.5, null),
)
const values = fc.dictionary(names, fc.oneof(leaves, fc.array(leaves, { maxLength: 3 })), { maxKeys: 5 })
const pairs = fc.oneof(
  fc.tuple(values, values),
  // Mostly the same, as after a small change.
  fc.tuple(values, values).map(([one, other]) => [one, { ...one, ...other }]),
  fc.tuple(values, names).map(([one, name]) => [
    one,
    Object.fromEntries(
      Object.entries(one)
        .filter(([key]) => key !== name)
        .reverse(),
    ),
  ]),
)

it('finds the same changes in the texts of members as in values that are read as a whole', () => {
  fc.assert(
    // A text with spaces is read as a whole.
    fc.property(pairs, ([before, after]) => {
      expect(changes(before, after)).toEqual(changes(before, after, 1))
    }),
    { numRuns: 3_000 },
  )
})

it('reads a member only where its text is another one', () => {
  expect(changes({ a: 1, b: { c: [1, { d: 'x' }] }, e: '"}' }, { a: 1, b: { c: [1, { d: 2 }] }, f: null })).toEqual([
    { kind: 'field', what: 'type', path: 'b.c[].d', before: 'x', after: 2 },
    { kind: 'field', what: 'gone', path: 'e', before: '"}' },
    { kind: 'field', what: 'added', path: 'f', after: null },
  ])
  expect(changes({ a: 1, b: 2 }, { b: 2, a: 1 })).toMatchObject([{ what: 'order' }])
})
