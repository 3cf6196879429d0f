import { expect, it } from 'vitest'
import { keptInWords } from './kept-in-words.ts'

const shown = { maxMessageBytes: 1_048_588 }
const day = 86_400_000

it.each([
  { settings: {}, words: 'for ever' },
  { settings: { retentionMs: 7 * day }, words: '7 days' },
  { settings: { retentionBytes: 1_000 }, words: 'up to 1,000 B a partition' },
  { settings: { retentionMs: day, retentionBytes: 1_000 }, words: '1 day, up to 1,000 B a partition' },
  { settings: { isCompacted: true }, words: 'the newest of each key' },
  { settings: { isCompacted: true, retentionMs: day }, words: '1 day, the newest of each key' },
])('a topic is kept $words', ({ settings, words }) => {
  expect(keptInWords({ ...shown, ...settings })).toBe(words)
})

it('says nothing where the settings are hidden', () => {
  expect(keptInWords({})).toBe(null)
})
