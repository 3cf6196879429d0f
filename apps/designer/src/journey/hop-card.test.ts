import type { Hop } from '@mapping-designer/mapping-engine'
import { expect, it } from 'vitest'
import { stepCard } from './hop-card.ts'

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
