import { expect, it } from 'vitest'
import { compileRefusal } from './undeliverable.ts'

const send = { acks: -1, compression: 0 }
const record = { topic: 'orders', key: 'A', value: '{}', headers: {}, timestamp: '1700000000000' }

it.each([
  { fact: 'a usual record', change: {}, refusal: null },
  { fact: 'no topic', change: { topic: '' }, refusal: 'The topic is empty.' },
  { fact: 'a topic that is no text', change: { topic: 7 }, refusal: 'The topic is 7, not a string.' },
  { fact: 'a topic that is missing', change: { topic: undefined }, refusal: 'The topic is undefined, not a string.' },
  { fact: 'a dot', change: { topic: '.' }, refusal: 'A topic cannot be named ".".' },
  { fact: 'two dots', change: { topic: '..' }, refusal: 'A topic cannot be named "..".' },
  { fact: 'three dots', change: { topic: '...' }, refusal: null },
  { fact: 'the longest name', change: { topic: 'x'.repeat(249) }, refusal: null },
  {
    fact: 'a longer name',
    change: { topic: 'x'.repeat(250) },
    refusal: 'The topic name has 250 characters, Kafka allows 249.',
  },
  {
    fact: 'a character that Kafka does not allow',
    change: { topic: 'a/b' },
    refusal: 'The topic "a/b" holds the character "/", which Kafka does not allow.',
  },
  {
    fact: 'a time in words',
    change: { timestamp: 'now' },
    refusal: 'The timestamp "now" is no whole number of milliseconds.',
  },
  {
    fact: 'half a millisecond',
    change: { timestamp: '1.5' },
    refusal: 'The timestamp "1.5" is no whole number of milliseconds.',
  },
  { fact: 'an empty time', change: { timestamp: '' }, refusal: 'The timestamp "" is no whole number of milliseconds.' },
  { fact: 'a list of headers', change: { headers: { a: ['1', '2'] } }, refusal: null },
  { fact: 'a number as a header', change: { headers: { a: 1 } }, refusal: 'The header "a" is 1, not a string.' },
  {
    fact: 'a list with a number',
    change: { headers: { a: ['1', 2] } },
    refusal: 'The header "a" is ["1",2], not a string.',
  },
])('$fact is refused by: $refusal', ({ change, refusal }) => {
  expect(compileRefusal(send)({ ...record, ...change } as never, false)).toBe(refusal)
})

it('says which acks an idempotent producer needs', () => {
  expect(compileRefusal({ ...send, acks: 1, idempotent: true })(record, true)).toBe(
    'An idempotent producer needs acks -1, but acks is 1.',
  )
  expect(compileRefusal({ ...send, idempotent: true })(record, true)).toBeNull()
  expect(compileRefusal({ ...send, acks: 1 })(record, true)).toBeNull()
})

it('answers again where topic or headers change', () => {
  const refusalOf = compileRefusal(send)
  const slash = 'The topic "a/b" holds the character "/", which Kafka does not allow.'
  const topics = ['a', 'a/b', 'a', '', 'a/b', 'a']
  expect(topics.map((topic) => refusalOf({ ...record, topic }, true))).toEqual([
    null,
    slash,
    null,
    'The topic is empty.',
    slash,
    null,
  ])
  expect(refusalOf({ ...record, headers: { a: 1 } } as never, true)).toBe('The header "a" is 1, not a string.')
  expect(refusalOf({ ...record, headers: { a: '1' } }, true)).toBeNull()
})
