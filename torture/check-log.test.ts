import { expect, it } from 'vitest'
import { checkLog } from './check-log.ts'

const event = (key: string, number: number) => ({ key, value: `{"n":${number}}` })
const garbage = { key: 'a', value: 'garbage 9' }
const input = [event('a', 1), event('b', 2), garbage, event('a', 3)]

it('finds nothing where each event is there once and in the order of its key', () => {
  expect(checkLog(input, [event('b', 2), event('a', 1), event('a', 3)], [garbage])).toEqual([])
})

it('names what is lost, what is doubled and what is out of order', () => {
  expect(checkLog(input, [event('b', 2), event('b', 2), event('a', 1)], [])).toEqual([
    'output, key a: 3 is lost',
    'output, key b: 2 is there once too often',
    'dead letters, key a: 9 is lost',
  ])
  expect(checkLog(input, [event('a', 3), event('a', 1), event('b', 2)], [garbage])).toEqual([
    'output, key a: the order is not kept',
  ])
})
