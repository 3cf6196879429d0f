import { expect, it } from 'vitest'
import { foldSteps } from './fold-steps.ts'
import type { Card } from './hop-card.ts'

const card = (title: string, more: Partial<Card> = {}): Card => ({
  ...{ title, icon: 'step', kind: 'before, code', line: '', state: 'plain', place: [], changes: [] },
  ...more,
})
const lane = (...steps: Card[]) => [
  card('Consent', { icon: 'consent' }),
  ...steps,
  card('Mapping', { icon: 'mapping' }),
]
const titles = (cards: readonly Card[]) => cards.map(({ title }) => title)

it('shows three steps one by one', () => {
  const cards = lane(card('a'), card('b'), card('c'))
  expect(foldSteps(cards)).toEqual(cards)
})

it('folds what lies between the first and the last of more steps, with what they changed together', () => {
  const counted = [1, 2, 3, 4, 5].map((n) => card(`s${n}`, { in: { n }, out: { n: n + 1 } }))
  const shown = foldSteps(lane(...counted))
  expect(titles(shown)).toEqual(['Consent', 's1', '3 more', 's5', 'Mapping'])
  expect(shown[2]).toMatchObject({
    kind: 's2, s3, s4',
    folds: { length: 3 },
    changes: [{ path: 'n', before: 2, after: 5 }],
  })
})

it('keeps in view where an event ended, and folds what it did not come to', () => {
  const ended = card('gate', { state: 'dropped' })
  const left = ['d', 'e', 'f'].map((title) => card(title, { state: 'unreached' }))
  const shown = foldSteps(lane(card('a'), card('b'), ended, ...left))
  expect(titles(shown)).toEqual(['Consent', 'a', 'b', 'gate', '2 more', 'f', 'Mapping'])
  expect(shown[4]).toMatchObject({ state: 'unreached', changes: [] })
})
