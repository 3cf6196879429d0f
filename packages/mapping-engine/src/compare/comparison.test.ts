import type { KafkaRecord, Outcome } from '@mapping-designer/shared-types'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createComparison } from './comparison.ts'
import { changesOf } from './record-changes.ts'

const message = (value: unknown, others: Partial<KafkaRecord> = {}): Outcome => ({
  kind: 'message',
  record: { topic: 'orders', key: 'k', headers: {}, timestamp: '1', value: JSON.stringify(value), ...others },
  send: { acks: -1, compression: 0 },
  rule: 'order.complete[0]',
})
const nothing: Outcome = { kind: 'ignored', reason: 'rule', rule: null }

it.each<[what: string, before: Outcome, after: Outcome, changes: object[]]>([
  ['a record that vanishes', message({}), nothing, [{ kind: 'vanishes', before: 'orders', after: 'ignored' }]],
  ['a record that appears', nothing, message({}), [{ kind: 'appears', before: 'ignored', after: 'orders' }]],
  [
    'another topic',
    message({}),
    message({}, { topic: 'sales' }),
    [{ kind: 'topic', before: 'orders', after: 'sales' }],
  ],
  ['another key', message({}), message({}, { key: 'l' }), [{ kind: 'key', before: 'k', after: 'l' }]],
  [
    'a header that is gone',
    message({}, { headers: { a: 'x' } }),
    message({}),
    [{ kind: 'header', what: 'gone', path: 'a', before: 'x' }],
  ],
  [
    'a field in a field',
    message({ a: { b: 1 } }),
    message({ a: { b: '1' } }),
    [{ kind: 'field', what: 'type', path: 'a.b', before: 1, after: '1' }],
  ],
  [
    'items of a list',
    message({ items: [{ id: 1 }, { id: 2 }] }),
    message({ items: [{ id: 1, new: true }, { id: 2 }] }),
    [{ kind: 'field', what: 'added', path: 'items[].new', after: true }],
  ],
  [
    'a list of another length',
    message([1]),
    message([1, 2]),
    [{ kind: 'field', what: 'value', path: '', before: [1], after: [1, 2] }],
  ],
  ['the order of fields alone', message({ a: 1, b: 2 }), message({ b: 2, a: 1 }), [{ what: 'order', path: '' }]],
  [
    'a member that objects have anyway',
    message({}),
    message({ constructor: 1 }),
    [{ what: 'added', path: 'constructor', after: 1 }],
  ],
  [
    'copies of an event',
    { ...message({}), copies: [message({}), message({})] },
    { ...message({}), copies: [message({})] },
    [{ kind: 'vanishes' }],
  ],
])('%s is found', (_, before, after, changes) => {
  expect(changesOf(before, after)).toMatchObject(changes)
  expect(changesOf(before, after)).toHaveLength(changes.length)
})

it('finds a change between any two values that are written differently, and none between equal ones', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
      expect(changesOf(message(before), message(before))).toEqual([])
      const isEqual = JSON.stringify(before) === JSON.stringify(after)
      expect(changesOf(message(before), message(after)).length === 0).toBe(isEqual)
    }),
  )
})

it('adds up what changes by rule and place, the breaking changes first', () => {
  const comparison = createComparison()
  for (let index = 0; index < 5; index++)
    comparison.add(index, message({ id: index, old: 1 }), message({ id: index, fresh: [{ a: 1 }, { a: 1 }] }))
  comparison.add(5, message({ id: 5 }), message({ id: 5 }))
  expect(comparison.result()).toMatchObject({
    events: 6,
    same: 1,
    changed: 5,
    records: { before: 6, after: 6 },
    isBreaking: true,
    groups: [
      { rule: 'order.complete[0]', what: 'gone', path: 'old', isBreaking: true, events: 5 },
      {
        what: 'added',
        path: 'fresh',
        isBreaking: false,
        events: 5,
        examples: [{ index: 0 }, { index: 1 }, { index: 2 }],
      },
    ],
  })
})

it('lists a bounded number of groups, whatever the fields are called', () => {
  const comparison = createComparison()
  for (let index = 0; index < 600; index++) comparison.add(index, message({}), message({ [`field-${index}`]: 1 }))
  expect(comparison.result()).toMatchObject({ changed: 600, unlisted: 100 })
})

it('is the same for events that are compared in parts, whatever the parts are', () => {
  const outcomes = fc.oneof(
    fc.constant(nothing),
    fc
      .record({ a: fc.integer({ max: 2, min: 0 }), b: fc.option(fc.boolean(), { nil: undefined }) })
      .map((value) => message(value)),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(outcomes, outcomes, fc.nat(2))), (events) => {
      const [whole, ...parts] = [0, 1, 2, 3].map(createComparison)
      for (const [index, [before, after, part]] of events.entries())
        for (const one of [whole, parts[part]]) one?.add(index, before, after, `at ${index}`)
      const merged = createComparison()
      for (const part of parts) merged.merge(part.result())
      expect(merged.result()).toEqual(whole?.result())
    }),
  )
})
