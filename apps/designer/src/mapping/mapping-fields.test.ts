import { expect, it } from 'vitest'
import { listFields, pathForRow } from './mapping-fields.ts'

const event = { data: { id: 'A' }, nested: [{ data: { price: 5 }, nested: [{ data: { sku: 'S' } }] }] }
const list = (config: Parameters<typeof listFields>[0]) =>
  listFields(config, ['data'], { event, collector: {}, notes: null }).map(({ name, depth, base, place, now }) => ({
    name,
    depth,
    base,
    place: place.join('.'),
    now: now.isSet ? now.value : null,
  }))

it('lists fields, entries and items with the input that their paths are read from', () => {
  expect(
    list({
      map: {
        id: ['data.none', 'data.id'],
        items: {
          loop: ['nested', { condition: '$code:() => true', map: { inner: { loop: ['nested', 'data.sku'] } } }],
        },
      },
    }),
  ).toMatchObject([
    { name: 'id', depth: 0, base: '', place: 'data.map.id', now: 'A' },
    { name: '1', depth: 1, base: '', place: 'data.map.id.0', now: null },
    { name: '2', depth: 1, base: '', place: 'data.map.id.1', now: 'A' },
    { name: 'items', depth: 0, base: '', place: 'data.map.items' },
    { name: 'each item', depth: 1, base: 'nested.*', place: 'data.map.items.loop.1' },
    { name: 'inner', depth: 2, base: 'nested.*', place: 'data.map.items.loop.1.map.inner' },
    { name: 'each item', depth: 3, base: 'nested.*.nested.*', now: 'S' },
  ])
})

it('shows a value that is no map as a row of its own', () => {
  expect(list('data.id')).toMatchObject([{ name: 'value', place: 'data', now: 'A' }])
})

it('writes a path of the event for the row that it goes into', () => {
  expect(pathForRow('nested.0.data.price', 'nested.*')).toBe('data.price')
  expect(pathForRow('nested.0.data.price', '')).toBe('nested.*.data.price')
  expect(pathForRow('nested.1.nested.0.data.sku', 'nested.*.nested.*')).toBe('data.sku')
  expect(pathForRow('data.id', 'nested.*')).toBe('data.id')
})
