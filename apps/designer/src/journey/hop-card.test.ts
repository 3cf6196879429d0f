import type { Hop } from '@mapping-designer/mapping-engine'
import { expect, it } from 'vitest'
import { type Card, stepCard, withoutChanges } from './hop-card.ts'

it.each([
  ['returned false', 'The step returned false, and walkerOS logs nothing.'],
  ['threw: no currency', 'The step threw: no currency.'],
  ['init failed: no key', 'Its init failed: no key.'],
  ['init returned false', 'Its init returned false, and walkerOS logs nothing.'],
  ['more than 256 steps', 'The event came to more than 256 steps.'],
  ['next names b, which is not there', 'Next names b, which is not there.'],
  ['a next of 2 transformers ends the event', 'A next of 2 transformers ends the event, and walkerOS logs nothing.'],
  ['its cache answered', 'Its cache answered, and walkerOS logs nothing.'],
])('says in a sentence for whom and why an event is dropped: %s', (why, sentence) => {
  const hop: Hop = { position: 'destination.before', of: 'kafka', step: 'a', depth: 0, verdict: 'dropped', why }
  expect(stepCard({ flow: {}, flowName: 'shop' }, hop, 'a').why).toBe(`Dropped here, for kafka only. ${sentence}`)
})

it('says of a mapping that it makes the value, because its input and its output differ', () => {
  const event = { name: 'order complete', data: { id: 'O-1' } }
  const card: Card = {
    ...{ title: 'Mapping', icon: 'mapping', kind: 'order complete', line: '1 set', state: 'plain', place: [] },
    ...{ changes: [], in: event, out: { id: 'O-1' } },
  }
  expect(withoutChanges(card)).toBe('The event stays as it is, and the value is made from it: 1 set.')
  const { out, ...withoutValue } = card
  expect(withoutChanges(withoutValue)).toBe('The event stays as it is, and it gives no value.')
  expect(withoutChanges({ ...card, title: 'Consent', icon: 'consent', out: event })).toBe('It changes nothing.')
})
