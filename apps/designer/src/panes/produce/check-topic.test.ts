import { expect, it } from 'vitest'
import { checkTopic } from './check-topic.ts'

const topics = [{ name: 'orders.v1' }]
const profile = { topics: ['orders.*', '__*'], mayCreateTopics: true }

it.each([
  { topic: 'orders.v1', check: 'ready' },
  { topic: 'orders.v2', check: 'to-create' },
  { topic: '__orders', check: 'no-topic' },
  { topic: 'crm.forms', check: 'not-allowed' },
])('a record for $topic is $check', ({ topic, check }) => {
  expect(checkTopic(topic, profile, topics)).toBe(check)
})

it('says that there is no topic where none may be created', () => {
  expect(checkTopic('orders.v2', { ...profile, mayCreateTopics: false }, topics)).toBe('no-topic')
})

it('says only what is known', () => {
  expect(checkTopic('orders.v1', undefined, topics)).toBe('unknown')
  expect(checkTopic('orders.v1', profile, null)).toBe('unknown')
  expect(checkTopic('crm.forms', profile, null)).toBe('not-allowed')
})
