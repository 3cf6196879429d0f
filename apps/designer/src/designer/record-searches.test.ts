import { expect, it } from 'vitest'
import { readSearches, usualQuery } from './record-searches.ts'

const saved = {
  name: 'large',
  topic: 'orders',
  query: { ...usualQuery, from: 'earliest' },
  search: 'value.total > 100',
}

it('reads what was saved, and leaves out what it cannot read', () => {
  expect(readSearches(JSON.stringify([saved]))).toEqual([saved])
  expect(readSearches(JSON.stringify([{ name: 'bare', topic: 't', query: { from: 'nowhere', limit: 5 } }]))).toEqual([
    { name: 'bare', topic: 't', query: usualQuery, search: '' },
  ])
  for (const text of [null, '', '{', '{}', '[1, null, {"name": 5}, {"name": "n"}]'])
    expect(readSearches(text)).toEqual([])
})
