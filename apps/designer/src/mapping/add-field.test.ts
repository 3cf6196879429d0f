import { expect, it } from 'vitest'
import { mapAllFields, withNewRow } from './add-field.ts'

const event = {
  name: 'order complete',
  data: { id: 'O-1', total: 5, ship: { total: 1 } },
  user: { email: 'a@b.example' },
}
const place = ['mapping', 'order', 'complete', 'data']

it.each([
  {
    fact: 'all values of data get a field, and no one else',
    data: undefined,
    map: { id: 'data.id', total: 'data.total', total_2: 'data.ship.total' },
  },
  {
    fact: 'what is read already stays as it is',
    data: { map: { id: 'user.id', sum: { key: 'data.total' } } },
    map: { id: 'user.id', sum: { key: 'data.total' }, id_2: 'data.id', total: 'data.ship.total' },
  },
])('$fact', ({ data, map }) => {
  expect(mapAllFields(data, place, event)).toEqual({ place: [...place, 'map'], value: map })
})

it.each([
  { fact: 'data that is no map', data: { loop: ['nested', 'data.id'] } },
  { fact: 'an event that is mapped', data: { map: { a: 'data.id', b: 'data.total', c: 'data.ship.total' } } },
])('$fact is left alone', ({ data }) => {
  expect(mapAllFields(data, place, event)).toBeNull()
})

it('a row that has no source yet is shown at the end of its map, in a loop too', () => {
  const items = { loop: ['nested', { map: { sku: 'data.id' } }] }
  expect(withNewRow({ map: { items } }, ['map', 'items', 'loop', 1, 'map', 'field'])).toEqual({
    map: { items: { loop: ['nested', { map: { sku: 'data.id', field: '' } }] } },
  })
  expect(withNewRow(undefined, ['map', 'field'])).toEqual({ map: { field: '' } })
})
