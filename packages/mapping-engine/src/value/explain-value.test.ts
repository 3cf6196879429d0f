import { expect, it } from 'vitest'
import { anEvent } from '../testing/builders.ts'
import { describeMissing, explainValue } from './explain-value.ts'

const event = anEvent({ data: { id: 'A', none: null }, consent: { marketing: false } })

it.each([
  { value: 'data.id', gives: { isSet: true, value: 'A' } },
  { value: { value: 7 }, gives: { isSet: true, value: 7 } },
  { value: ['data.missing', 'data.id'], gives: { isSet: true, value: 'A' } },
  { value: 'data.missing', gives: { isSet: false, reason: 'data.missing is not in this event' } },
  { value: 'data.none', gives: { isSet: false, reason: 'data.none holds null or something else that is no property' } },
  { value: { key: 'data.id', consent: { marketing: true } }, gives: { isSet: false, reason: 'needs marketing' } },
  { value: {}, gives: { isSet: false, reason: 'it has no operator' } },
  { value: { map: { a: 'data.x' } }, gives: { isSet: true, value: {} } },
  { value: { set: ['data.x'] }, gives: { isSet: true, value: [undefined] } },
  // What a part lacks is not what the whole lacks.
  {
    value: { loop: ['data.x', 'data.y'], key: 'data.z' },
    gives: { isSet: false, reason: 'data.z is not in this event' },
  },
  { value: { key: 5 }, gives: { isSet: false, reason: 'it gives nothing' } },
  { value: [], gives: { isSet: false, reason: 'it gives nothing' } },
  { value: { fn: '$code:() => 1' }, gives: { isSet: false, reason: 'the function runs when its rule is chosen' } },
])('$value gives $gives', ({ value, gives }) => {
  expect(explainValue(value, event, event)).toEqual(gives)
})

it('takes consent from the collector where the input is an item, and the item for its paths', () => {
  const value = { key: 'data.sku', consent: { marketing: true } }
  const item = { data: { sku: 'P-1' } }
  expect(explainValue(value, item, 'no event', { consent: { marketing: true } })).toEqual({ isSet: true, value: 'P-1' })
})

it.each([
  { reason: { kind: 'path', path: 'data.id' }, words: 'data.id is not in this event' },
  { reason: { kind: 'rejected', path: null }, words: 'the result holds null or something else that is no property' },
  { reason: { kind: 'condition' }, words: 'its condition is false' },
  { reason: { kind: 'consent', required: ['a', 'b'] }, words: 'needs a or b' },
  { reason: { kind: 'validate' }, words: 'validate says no' },
  { reason: { kind: 'function' }, words: 'the function gives nothing' },
  { reason: { kind: 'no-operator' }, words: 'it has no operator' },
] as const)('says in words: $words', ({ reason, words }) => {
  expect(describeMissing(reason as never)).toBe(words)
})
