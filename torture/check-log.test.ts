import { expect, it } from 'vitest'
import {
  addDeadLetter,
  addEvent,
  addRecord,
  checkLog,
  type Entry,
  emptyDemand,
  type Log,
  lostToRetention,
  missingIn,
  repeatedIn,
} from './check-log.ts'

const event = (key: string, number: number, name = 'order complete') => ({
  key: `e${number}`,
  value: JSON.stringify({ name, data: { number, key } }),
})
const record = (key: string, number: number, part?: number) => ({ key, value: JSON.stringify({ number, part }) })
const garbage = { key: 'g9', value: 'garbage' }
const tombstone = { key: 't10', value: '' }
const input = [
  event('a', 1),
  event('b', 2),
  garbage,
  event('a', 3),
  tombstone,
  event('a', 4, 'gap filler'),
  event('c', 5, 'order split'),
  event('a', 6, 'order side'),
  event('a', 7, 'order side'),
]
const split = [record('c', 5, 1), record('c', 5, 2), record('c', 5, 3)]
const logs = {
  output: [record('b', 2), ...split, record('a', 1), record('a', 3)],
  side: [record('a', 7)],
  deadLetters: [tombstone, garbage],
}

it('finds nothing where each event is there once and in the order of its key', () => {
  expect(checked(logs)).toEqual([])
})

it('names what is lost, what is doubled, what is torn and what is out of order', () => {
  const output = [record('b', 2), record('b', 2), record('a', 1), ...split.slice(1)]
  const side = [record('a', 7), record('a', 6)]
  expect(checked({ output, side, deadLetters: [tombstone] })).toEqual([
    'output, key a: 3 is lost',
    'output, key b: 2 is there once too often',
    'output, key c: 5.1 is lost',
    'side, key a: the order is not kept',
    'dead letters, key g9: garbage is lost',
  ])
})

it('names acknowledged events that the input does not hold', () => {
  expect(missingIn(demandOf(input), [1, 5, 8])).toEqual([8])
})

function demandOf(entries: readonly Entry[]) {
  const all = emptyDemand()
  for (const one of entries) addEvent(all, one)
  return all
}

function checked({ output, side, deadLetters }: Record<'output' | 'side' | 'deadLetters', Entry[]>): string[] {
  const read = (entries: Entry[], add: (log: Log, entry: Entry) => void) => {
    const log: Log = new Map()
    for (const one of entries) add(log, one)
    return log
  }
  return checkLog(demandOf(input), {
    output: read(output, addRecord),
    side: read(side, addRecord),
    deadLetters: read(deadLetters, addDeadLetter),
  })
}

it('counts the events that the input holds again, which give their records again', () => {
  const twice = [event('a', 1), event('a', 2), event('a', 1)]
  const demand = demandOf(twice)
  expect(repeatedIn(demand)).toBe(1)
  expect(missingIn(demand, [1, 2, 3])).toEqual([3])
})

it('takes the loss of what retention deleted before its position, whole and in order', () => {
  const demand = emptyDemand()
  addEvent(demand, event('a', 1))
  addEvent(demand, event('c', 5, 'order split'), true)
  for (const one of [event('a', 6), garbage]) addEvent(demand, one, true)
  addEvent(demand, event('a', 7))
  const checkedWith = (...records: Entry[]) => {
    const output: Log = new Map()
    for (const one of records) addRecord(output, one)
    const found = { output, side: new Map(), deadLetters: new Map() }
    return [...checkLog(demand, found), lostToRetention(demand, found)]
  }
  expect(checkedWith(record('a', 1), record('a', 7))).toEqual([5])
  expect(checkedWith(record('a', 1), record('a', 6), record('a', 7), ...split)).toEqual([1])
  expect(checkedWith(record('a', 7), split[1] as Entry)).toEqual([
    'output, key a: 1 is lost',
    'output, key c: 5.1 is lost',
    'output, key c: 5.3 is lost',
    4,
  ])
})

it('keeps the order of events that came twice, where records before them are lost with their topic', () => {
  const demand = demandOf([1, 2, 3, 2, 4].map((number) => event('a', number, 'order side')))
  const checkedWith = (...numbers: number[]) => {
    const side: Log = new Map()
    for (const number of numbers) addRecord(side, record('a', number))
    return checkLog(demand, { output: new Map(), side, deadLetters: new Map() })
  }
  expect(checkedWith(2, 3, 2, 4)).toEqual([])
  expect(checkedWith(3, 2, 4)).toEqual([])
  expect(checkedWith(3, 4, 2)).toEqual(['side, key a: the order is not kept'])
})
