import { expect, it } from 'vitest'
import { renameFieldEdits } from './rename-field.ts'

const config = {
  settings: { kafka: { key: 'data.id' } },
  policy: { 'data.id': { key: 'data.id.raw' }, 'custom.x': 'data.id' },
  mapping: {
    order: {
      complete: [
        {
          settings: { key: 'data.id' },
          data: {
            map: {
              id: { key: 'data.id', value: 'none' },
              ids: ['data.identity', 'data.id'],
              items: { loop: ['nested', { map: { price: 'data.price', all: { set: ['data.price.net'] } } }] },
              prices: 'nested.*.data.price',
              first: 'nested.0.data.price',
              code: { fn: '$code:(value) => value.data.id' },
            },
          },
        },
      ],
    },
  },
}

it('follows a field through values, keys, fallback lists and policies', () => {
  expect(renameFieldEdits(config, 'data.id', 'order_id')).toEqual([
    { place: ['settings', 'kafka', 'key'], value: 'data.order_id' },
    { place: ['policy'], value: { 'data.order_id': { key: 'data.order_id.raw' }, 'custom.x': 'data.order_id' } },
    { place: ['mapping', 'order', 'complete', 0, 'data', 'map', 'id', 'key'], value: 'data.order_id' },
    { place: ['mapping', 'order', 'complete', 0, 'data', 'map', 'ids', 1], value: 'data.order_id' },
    { place: ['mapping', 'order', 'complete', 0, 'settings', 'key'], value: 'data.order_id' },
  ])
})

it('follows a field of items through loops and item paths', () => {
  const edits = renameFieldEdits(config, 'nested.1.data.price', 'amount')
  expect(edits.map(({ place, value }) => [place.slice(6).join('.'), value])).toEqual([
    ['items.loop.1.map.price', 'data.amount'],
    ['items.loop.1.map.all.set.0', 'data.amount.net'],
    ['prices', 'nested.*.data.amount'],
    ['first', 'nested.0.data.amount'],
  ])
  const scopes = renameFieldEdits(config, 'nested', 'children')
  expect(scopes.map(({ value }) => value)).toEqual(['children', 'children.*.data.price', 'children.0.data.price'])
})

it('changes nothing where nothing has the field', () => {
  expect(renameFieldEdits(config, 'user.id', 'x')).toEqual([])
  expect(renameFieldEdits(7, 'user.id', 'x')).toEqual([])
})

it('leaves alone what is no mapping, and follows items of the loop over the event itself', () => {
  for (const odd of [null, 7, [], { mapping: 7, policy: [] }, { mapping: { order: 7, page: { view: 'x' } } }]) {
    expect(renameFieldEdits(odd, 'data.id', 'x')).toEqual([])
  }
  const data = { map: { all: { loop: ['this', { map: { id: 'data.id', no: 7 } }] }, odd: { loop: [7, 'data.id'] } } }
  expect(
    renameFieldEdits({ mapping: { order: { complete: { data } } } }, 'data.id', 'x').map(({ value }) => value),
  ).toEqual(['data.x', 'data.x'])
})

it('does not take the field of an item for one of the event, nor a shorter path for a longer one', () => {
  const data = { map: { items: { loop: ['nested', 'data.id'] }, data: 'data', deep: 'data.id.raw' } }
  const edits = renameFieldEdits({ data }, 'data.id', 'x')
  expect(edits).toEqual([{ place: ['data', 'map', 'deep'], value: 'data.x.raw' }])
})
