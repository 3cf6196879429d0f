import { expect, it } from 'vitest'
import { compareRecord } from './compare-record.ts'

const sent = { topic: 't', key: 'null', value: 'äb', headers: { a: 'b' }, timestamp: '0012' }
const stored = {
  topic: 't',
  partition: 0,
  offset: '0',
  key: 'null',
  value: 'äb',
  headers: [['a', 'b']] as [string, string][],
  timestamp: '12',
}

it('finds no difference where there is none', () => {
  expect(compareRecord(sent, stored, 1)).toEqual([])
})

it.each([
  { change: { key: null }, difference: { field: 'key', sent: 'null', stored: 'null', at: 0 } },
  { change: { value: null }, difference: { field: 'value', sent: 'äb', stored: 'null', at: 0 } },
  // Bytes are counted, not letters.
  { change: { value: 'äc' }, difference: { field: 'value', sent: 'äb', stored: 'äc', at: 2 } },
  { change: { value: 'äbc' }, difference: { field: 'value', sent: 'äb', stored: 'äbc', at: 3 } },
  { change: { value: 'ä' }, difference: { field: 'value', sent: 'äb', stored: 'ä', at: 2 } },
  { change: { timestamp: '13' }, difference: { field: 'timestamp', sent: '12', stored: '13', at: 1 } },
  { change: { partition: 1 }, difference: { field: 'partition', sent: '0', stored: '1', at: 0 } },
  { change: { headers: [] }, difference: { field: 'headers', sent: '[["a","b"]]', stored: '[]', at: 1 } },
])('tells that $change differs', ({ change, difference }) => {
  expect(compareRecord(sent, { ...stored, ...change }, 1)).toEqual([difference])
})
