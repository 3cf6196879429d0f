import type { BrowsedRecord } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { searchedText, searchRecords } from './search-records.ts'

const aRecord = (offset: string, key: string, value: string, flow: string): BrowsedRecord => ({
  topic: 'orders',
  partition: 0,
  offset,
  timestamp: '1700000000000',
  key: { text: key },
  value: { text: value },
  headers: [['x-flow', { text: flow }]],
  size: 1,
})
const records = [
  aRecord('0', 'O-1', '{"revenue":129.9,"items":[{"price":5},{"price":90}]}', 'shop'),
  aRecord('1', 'O-2', '{"revenue":9,"currency":"EUR"}', 'crm'),
  aRecord('2', '10', 'no JSON at all', 'shop'),
]

it.each([
  ['', '012'],
  ['eur', '1'],
  ['SHOP', '02'],
  ['at all', '2'],
  ['value.revenue > 10', '0'],
  ['value.revenue>=9', '01'],
  ['value.items.*.price = 90', '0'],
  ['value.items.1.price < 10', ''],
  ['value.currency = "EUR"', '1'],
  ['value.currency != EUR', '02'],
  ['key = O-2', '1'],
  ['key = 10.0', '2'],
  ['header.x-flow = shop', '02'],
  ['header.x-flow != shop', '1'],
  ['header = crm', '1'],
  ['value.revenue >', ''],
])('%s finds the records %s', (search, offsets) => {
  expect(
    searchRecords(records, search)
      .map(({ offset }) => offset)
      .join(''),
  ).toBe(offsets)
})

it.each([
  [' eur ', 'eur'],
  ['value.currency = "EUR"', 'EUR'],
  ['key = O-2', 'O-2'],
  ['value.revenue > 10', ''],
])('%s marks %s', (search, marked) => {
  expect(searchedText(search)).toBe(marked)
})
