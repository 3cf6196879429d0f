import { expect, it } from 'vitest'
import { beginningOf, type PartitionState, type Policy } from './begin-partition.ts'

const state = (changes: Partial<PartitionState>): PartitionState => ({
  committed: null,
  low: 10n,
  high: 30n,
  isBegun: false,
  isAdded: false,
  ...changes,
})
const policy = (start: Policy['start'], expired?: Policy['expired']): Policy => ({ start, expired })

it.each([
  { fact: 'a first start', of: {}, by: policy('earliest'), at: 10n },
  { fact: 'a first start at the end', of: {}, by: policy('latest'), at: 30n },
  { fact: 'a partition that was added', of: { isAdded: true }, by: policy('latest'), at: 10n },
  { fact: 'a position', of: { committed: 20n, isBegun: true }, by: policy('latest', 'stop'), at: 20n },
  { fact: 'a position at the end', of: { committed: 30n, isBegun: true }, by: policy('earliest'), at: 30n },
])('goes on without a word after $fact', ({ of, by, at }) => {
  expect(beginningOf(state(of), by)).toEqual({ at })
})

const deleted = { committed: 4n, isBegun: true }
const forgotten = { isBegun: true }
const cutOff = { committed: 40n, isBegun: true }
it.each([
  {
    of: deleted,
    by: policy('earliest'),
    at: 10n,
    says: /deleted 6 records \(offsets 4 to 9\).* offset 10: 6 records are lost/,
  },
  { of: deleted, by: policy('latest'), at: 30n, says: /deleted 6 records .* offset 30: 26 records are lost/ },
  { of: deleted, by: policy('latest', 'earliest'), at: 10n, says: /6 records are lost/ },
  { of: forgotten, by: policy('earliest', 'earliest'), at: 10n, says: /forgotten .*20 records are mapped again/ },
  { of: forgotten, by: policy('earliest', 'latest'), at: 30n, says: /forgotten .*are skipped/ },
  { of: cutOff, by: policy('earliest', 'latest'), at: 30n, says: /40, lies behind the end of the log, 30/ },
])('says what it costs to go on at $at', ({ of, by, at, says }) => {
  expect(beginningOf(state(of), by)).toEqual({ at, notice: expect.stringMatching(says) })
})

it.each([
  { of: deleted, by: policy('earliest', 'stop') },
  { of: forgotten, by: policy('earliest') },
  { of: forgotten, by: policy('latest') },
  { of: cutOff, by: policy('earliest') },
])('stops where nobody has decided, and says how to', ({ of, by }) => {
  expect(beginningOf(state(of), by)).toEqual({
    stop: expect.stringMatching(/Start again with --expired earliest .* or latest/),
  })
})
