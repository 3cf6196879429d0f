import { expect, it } from 'vitest'
import { emptyPair, wantedFor } from './wanted.ts'

const samples = ['a', 'b', 'c'].map((id) => ({ id, title: id, text: '{}' }))
const pair = (sample: string, text = sample) => ({ ...emptyPair(sample), text })

it('begins with what was typed before: the pair of the selected sample first, none that is empty or whose sample is gone', () => {
  expect(wantedFor(undefined, samples).pairs).toEqual([emptyPair('a')])
  const before = { ...wantedFor(undefined, samples), shape: 'id string', pairs: [pair('b'), pair('c', ' '), pair('d')] }
  expect(wantedFor(before, samples)).toMatchObject({ shape: 'id string', pairs: [emptyPair('a'), pair('b')] })
  expect(wantedFor({ ...before, pairs: [pair('b'), pair('a')] }, samples).pairs).toEqual([pair('a'), pair('b')])
})
