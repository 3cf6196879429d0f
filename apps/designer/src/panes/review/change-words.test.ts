import { createComparison } from '@mapping-designer/mapping-engine'
import type { Outcome } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { changesInWords, markOf, titleOf, verdictOf } from './change-words.ts'

const message = (value: object, topic = 'orders', key = 'k'): Outcome => ({
  kind: 'message',
  record: { topic, key, headers: {}, timestamp: '1', value: JSON.stringify(value) },
  send: { acks: -1, compression: 0 },
  rule: 'order.complete',
})
const ignored: Outcome = { kind: 'ignored', reason: 'rule', rule: 'order.complete' }

it.each<[before: Outcome, after: Outcome, title: string, mark: string, verdict: string]>([
  [message({ a: 1 }), message({ a: '1' }), '`a` number → text', 'changed', 'breaking'],
  [message({ a: 1 }), message({}), '`a` gone', 'removed', 'breaking'],
  [message({}), message({ a: { b: 1 } }), '`a` added', 'added', 'safe'],
  [message({ a: 1 }), message({ a: 2 }), '`a` another value', 'changed', 'check'],
  [message({ a: 1, b: 1 }), message({ b: 1, a: 1 }), 'the whole value in another order', 'changed', 'safe'],
  [message({}), message({}, 'sales'), 'topic `orders` → `sales`', 'changed', 'breaking'],
  [message({}), message({}, 'orders', ''), 'key `k` → `""`', 'changed', 'breaking'],
  [message({}), ignored, 'record gone from `orders`', 'removed', 'breaking'],
  [ignored, message({}), 'new record on `orders`', 'added', 'check'],
])('a change from %j to %j reads well', (before, after, title, mark, verdict) => {
  const comparison = createComparison()
  comparison.add(0, before, after)
  const [group] = comparison.result().groups
  expect(group && [titleOf(group), markOf(group), verdictOf(group)]).toEqual([title, mark, verdict])
})

it('says what counts most first', () => {
  const comparison = createComparison()
  comparison.add(0, message({ a: 1 }), message({ a: '1', b: 2 }, 'sales'))
  comparison.add(1, message({ a: 1 }), ignored)
  expect(changesInWords(comparison.result())).toBe(
    '1 record is gone, 1 record goes to another topic and 1 field changes its type.',
  )
})
