import { contractOf, schemaBreaks } from '@mapping-designer/mapping-engine'
import type { Outcome } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { breaksAt, breaksOf, compatibilityWith, contractRows } from './contract-rows.ts'

const message = (value: object): Outcome => ({
  kind: 'message',
  record: { topic: 'orders', key: 'k', headers: {}, timestamp: '1', value: JSON.stringify(value) },
  send: { acks: -1, compression: 0 },
  rule: 'order.complete',
})
const map = { id: { value: 'none', key: 'data.id' }, at: 'timestamp', items: { loop: ['nested', 'data.id'] } }
const rule = { settings: { topic: 'orders' }, data: { map } }
const config = { settings: { kafka: { topic: 'all' } }, mapping: { order: { complete: rule } } }
const outcomes = [
  message({ id: 'O-1', at: '2026-11-27T08:00:00Z', items: [{ sku: 'P-1', price: 1 }], tags: ['a'] }),
  message({ id: 1, at: '2026-11-27T08:00:00Z', items: [] }),
]
const schema = contractOf(config, outcomes)['orders'] ?? {}

it('shows each member with its type, whether it is always there, and where it comes from', () => {
  const rows = contractRows(schema, config, 'orders')
  expect(rows.map(({ path, type, isMixed, isRequired }) => [path.join('.'), type, isMixed, isRequired])).toEqual([
    ['id', 'number or text', true, true],
    ['at', 'text, date-time', false, false],
    ['items', 'list of objects', false, false],
    ['items.[].sku', 'text', false, false],
    ['items.[].price', 'number', false, false],
    ['tags', 'list of texts', false, false],
  ])
  expect(rows[2]?.origin).toEqual({ sources: ['each of nested'], reasons: ['the event may lack it'] })
})

it('names what breaks at the member that does it', () => {
  const promised = { type: 'object', properties: { id: { type: 'string' } }, required: ['tags'] }
  const breaks = schemaBreaks(promised, schema)
  const rows = contractRows(schema, config, 'orders')
  expect(rows.flatMap((row) => breaksAt(breaks, row).map((why) => [row.path.join('.'), why]))).toEqual([
    ['id', 'may be number, and string is read'],
    ['tags', 'may be missing, and is required'],
  ])
})

it('holds a schema against several versions, in the mode that counts', () => {
  const schemaOf = (type: string) => ({ type: 'object', properties: { id: { type } } })
  const promised = [
    { name: 'orders-value, version 2', schema: schemaOf('string') },
    { name: 'orders-value, version 1', schema: schemaOf('number') },
  ]
  const compatibility = compatibilityWith(schemaOf('string'), promised, 'backward')
  expect(compatibility.with).toBe('orders-value, version 2, version 1')
  expect(breaksOf(compatibility)).toEqual([{ path: ['id'], why: 'may be number, and string is read (version 1)' }])
  expect(breaksOf({ ...compatibility, mode: 'full' })).toHaveLength(2)
  expect(breaksOf(compatibilityWith(schemaOf('string'), promised.slice(0, 1), 'full'))).toEqual([])
})
