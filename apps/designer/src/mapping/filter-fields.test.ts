import type { JsonValue } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { filterFields } from './filter-fields.ts'

const field = (name: string, config: JsonValue, isNew = false) => ({ name, config, isNew })
const fields = [
  field('order_id', 'data.id'),
  field('revenue', { key: 'data.total', value: 0 }),
  field('items', { loop: ['nested', { map: { price: 'data.price' } }] }),
  field('price', 'data.price'),
]

it.each([
  { search: '', found: ['order_id', 'revenue', 'items', 'price'] },
  { search: 'REVENUE', found: ['revenue'] },
  { search: 'total', found: ['revenue'] },
  { search: 'price', found: ['items', 'price'] },
  { search: 'data id', found: ['order_id'] },
  { search: 'nothing', found: [] },
])('"$search" finds $found', ({ search, found }) => {
  expect(filterFields(fields, search).map(({ name }) => name)).toEqual(found)
})

it('a new row is found by everything', () => {
  expect(filterFields([...fields, field('field', '', true)], 'revenue').map(({ name }) => name)).toEqual([
    'revenue',
    'field',
  ])
})
