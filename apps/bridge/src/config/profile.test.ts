import { matchesWildcard } from '@mapping-designer/shared-types'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mayProduceTo } from './profile.ts'

it.each([
  { topics: ['*'], topic: 'any.thing', may: true },
  { topics: ['orders.*'], topic: 'orders.v1', may: true },
  { topics: ['orders.*'], topic: 'ordersXv1', may: false },
  { topics: ['orders'], topic: 'orders.v1', may: false },
  { topics: ['a*a'], topic: 'a', may: false },
  { topics: ['a*b*b'], topic: 'a.b', may: false },
  { topics: [], topic: 'orders', may: false },
])('an allowlist of $topics says $may to $topic', ({ topics, topic, may }) => {
  expect(mayProduceTo({ topics }, topic)).toBe(may)
})

describe('a pattern', () => {
  /** The definition: `*` takes no character, or one more. */
  const means = (pattern: string, text: string): boolean => {
    if (pattern === '') return text === ''
    if (pattern.startsWith('*')) return means(pattern.slice(1), text) || (text !== '' && means(pattern, text.slice(1)))
    return text.startsWith(pattern.charAt(0)) && means(pattern.slice(1), text.slice(1))
  }
  const textOf = (characters: string) => fc.string({ unit: fc.constantFrom(...characters), maxLength: 8 })

  it('matches what its definition matches', () => {
    fc.assert(
      fc.property(textOf('ab.*'), textOf('ab.\n'), (pattern, text) => {
        expect(matchesWildcard(pattern, text)).toBe(means(pattern, text))
      }),
      { numRuns: 5_000 },
    )
  })

  it.each(['*.*.*.*.*.v1', `${'*.'.repeat(100)}v1`, `${'.*'.repeat(120)}x`, `${'*'.repeat(10_000)}x`])(
    'is done with the longest topic name, however it is written: %s',
    (pattern) => {
      expect(mayProduceTo({ topics: [pattern] }, '.'.repeat(249))).toBe(false)
    },
  )
})
