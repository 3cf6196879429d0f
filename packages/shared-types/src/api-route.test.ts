import { expect, it } from 'vitest'
import { apiContract } from './api-contract.ts'
import { addressOf } from './api-route.ts'

const { topics, files } = apiContract

it.each([
  {
    route: topics.describe,
    params: { profile: 'a b', topic: 'ä/x?y#z' },
    address: '/api/profiles/a%20b/topics/%C3%A4%2Fx%3Fy%23z',
  },
  { route: files.read, params: { path: 'shop/flow 1.json' }, address: '/api/files/shop/flow%201.json' },
])('the address of a route has its parameters: $address', ({ route, params, address }) => {
  expect(addressOf(route, { params })).toBe(address)
})

it('leaves out what the query does not say', () => {
  const params = { profile: 'test', topic: 'orders' }
  const query = { from: 'offset', at: '7', partition: undefined, limit: '' }
  expect(addressOf(topics.records, { params, query })).toBe('/api/profiles/test/topics/orders/records?from=offset&at=7')
})

it.each([
  { path: '..' },
  { path: '../secret' },
  { path: 'shop/./flow.json' },
  { path: 'shop//flow.json' },
  { path: '' },
  { path: '\ud800' },
])('refuses a parameter that leads to another place: $path', ({ path }) => {
  expect(() => addressOf(files.read, { params: { path } })).toThrow(/cannot stand in the path/)
})
