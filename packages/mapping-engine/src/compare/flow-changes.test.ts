import type { JsonObject } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { aConfig, aFlow } from '../testing/builders.ts'
import type { ChangeGroup } from './comparison.ts'
import { causesOf, flowChanges } from './flow-changes.ts'

const place = ['flows', 'default', 'destinations', 'kafka', 'config']
const sideOf = (config: JsonObject, step: JsonObject = {}) => ({ file: aFlow(config, step), place })
const orders = (...rules: JsonObject[]) => aConfig({ mapping: { order: { complete: rules } } })
const aGroup = (group: Partial<ChangeGroup>): ChangeGroup => ({
  rule: 'order.complete[0]',
  kind: 'field',
  isBreaking: false,
  events: 1,
  examples: [],
  ...group,
})

it('finds what decides on records, whatever the order, and leaves examples out', () => {
  const before = sideOf({ ...orders({ data: { map: { id: 'data.id', sum: 'data.total' } } }), a: 1 })
  const after = sideOf(
    { ...orders({ data: { map: { sum: { fn: '$code:() => 1' }, id: 'data.id' } }, ignore: true }), a: 1 },
    { before: 'redact', examples: { one: {} } },
  )
  const rule = [...place, 'mapping', 'order', 'complete', 0]
  expect(flowChanges(before, after)).toEqual([
    { place: [...rule, 'data', 'map', 'sum'], what: 'changed', before: 'data.total', after: { fn: '$code:() => 1' } },
    { place: [...rule, 'ignore'], what: 'added', after: true },
    { place: [...place.slice(0, -1), 'before'], what: 'added', after: 'redact' },
  ])
  expect(flowChanges(after, after)).toEqual([])
})

const changesFor = (before: JsonObject, after: JsonObject) => flowChanges(sideOf(before), sideOf(after))
const both = (settings: JsonObject, map: JsonObject, condition: string) =>
  orders({ settings, data: { map }, condition }, { data: { map: { id: 'data.id' } } })

it.each<[what: string, group: Partial<ChangeGroup>, causes: string[]]>([
  ['a field', { path: 'sum', what: 'type' }, ['data.map.sum']],
  ['a field inside of one', { path: 'items[].id', what: 'gone' }, ['data.map.items']],
  ['a topic', { kind: 'topic' }, ['settings.topic']],
  ['a key', { kind: 'key' }, ['settings.key']],
  ['a record that is gone', { kind: 'vanishes' }, ['condition']],
  ['a record of another alternative', { kind: 'key', rule: 'order.complete[1]' }, ['condition']],
  ['a record of a rule that takes what is left', { kind: 'topic', rule: '*.*' }, ['condition']],
])('%s is traced to what changed it', (_, group, causes) => {
  const changes = changesFor(
    both({ topic: 'a', key: 'data.id' }, { sum: 'data.total', items: { loop: [] } }, '$code:() => true'),
    both({ topic: 'b', key: 'user.id' }, { sum: 'data.net' }, '$code:() => false'),
  )
  const found = causesOf(aGroup(group), changes, place)
  expect(found.map((change) => change.place.slice(place.length + 4).join('.'))).toEqual(causes)
})

it('what changes in front of the destination may change everything, where nothing nearer did', () => {
  const changes = flowChanges(sideOf(orders({})), sideOf(orders({}), { before: 'redact' }))
  expect(causesOf(aGroup({ path: 'user.email', what: 'gone' }), changes, place)).toEqual(changes)
})
