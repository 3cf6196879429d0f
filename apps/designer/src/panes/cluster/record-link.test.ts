import { expect, it } from 'vitest'
import { linkedRecord } from './record-link.ts'

it.each([
  {
    fragment: '#record=staging/orders.v1/2/10',
    linked: { profile: 'staging', topic: 'orders.v1', partition: '2', offset: '10' },
  },
  {
    fragment: '#token=abc&record=a%2Fb/t/0/0',
    linked: { profile: 'a/b', topic: 't', partition: '0', offset: '0' },
  },
  { fragment: '#record=staging/orders', linked: null },
  { fragment: '#record=staging/%E0%A4%A/0/0', linked: null },
  { fragment: '', linked: null },
])('reads the record of "$fragment"', ({ fragment, linked }) => {
  expect(linkedRecord(fragment)).toEqual(linked)
})
