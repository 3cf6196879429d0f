import { expect, it } from 'vitest'
import {
  cell,
  changedColumns,
  fieldColumns,
  groupByRule,
  type MatrixRow,
  shownRows,
  sizeBuckets,
  spreadOf,
} from './matrix-rows.ts'

const row = (id: string, changes: Partial<MatrixRow>): MatrixRow => ({
  id,
  event: 'order complete',
  title: '',
  state: { word: 'Mapped', tone: 'ok' },
  rule: 'order.complete',
  topic: 'orders',
  key: 'a',
  partition: 0,
  bytes: 100,
  problems: 0,
  test: '',
  record: null,
  ...changes,
})
const rows = [
  row('1', { bytes: 9, key: 'b', partition: 2 }),
  row('2', { bytes: null, topic: '', partition: null, state: { word: 'Ignored', tone: 'quiet' } }),
  row('3', { bytes: 10, key: 'a' }),
  row('4', { bytes: 9, key: 'a' }),
]
const ids = (shown: MatrixRow[]) => shown.map(({ id }) => id).join('')

it('sorts by numbers as numbers, keeps equal rows in order, and puts what is missing last', () => {
  expect(ids(shownRows(rows, '', { column: 'bytes', isDescending: false }))).toBe('1432')
  expect(ids(shownRows(rows, '', null))).toBe('1234')
})

it('finds a text in any column', () => {
  expect(ids(shownRows(rows, 'ignored', null))).toBe('2')
  expect(ids(shownRows(rows, ' ORDERS ', null))).toBe('134')
})

const assumed = { topics: null, partitions: null }

it('counts records by partition and names the key that most have', () => {
  expect(spreadOf(rows, assumed)).toEqual([
    { topic: 'orders', counts: [2, 0, 1], isKnown: false, keys: 2, hottest: { key: 'a', count: 2, partition: 0 } },
  ])
  const topics = [{ name: 'orders', partitions: 4 }]
  expect(spreadOf(rows, { topics, partitions: null })[0]).toMatchObject({ counts: [2, 0, 1, 0], isKnown: true })
  expect(spreadOf(rows, { topics, partitions: 5 })[0]).toMatchObject({ counts: [2, 0, 1, 0, 0], isKnown: false })
})

it('groups rows by rule in the order in which the rules first stand', () => {
  const groups = groupByRule([row('1', {}), row('2', { rule: '' }), row('3', {})])
  expect(groups.map(({ rule, rows: own }) => [rule, ids(own)])).toEqual([
    ['order.complete', '13'],
    ['', '2'],
  ])
})

it('names the columns in which a row is not what it was', () => {
  expect(changedColumns(row('1', { topic: 'new', bytes: 7 }), row('1', {}))).toEqual(['topic', 'bytes'])
  expect(changedColumns(row('1', {}), undefined)).toBeNull()
})

it('counts sizes up to the limit and over it', () => {
  const sizes = [100, 256, 257, 3_000, 2_000_000].map((bytes) => row('1', { bytes }))
  const found = sizeBuckets(sizes, 1_000_000)
  expect(found.filter(({ count }) => count > 0).map(({ upTo, count }) => [upTo, count])).toEqual([
    [256, 2],
    [1_024, 1],
    [4_096, 1],
    [Number.POSITIVE_INFINITY, 1],
  ])
  expect(found.at(-1)?.isOver).toBe(true)
})

it('offers the fields of the values as columns, and sorts by them', () => {
  const record = (value: object) => ({
    topic: 'orders',
    key: 'a',
    value: JSON.stringify(value),
    headers: { a: '1' },
    timestamp: '0',
  })
  const some = [
    row('1', { record: record({ total: 10, user: { id: 'u' } }) }),
    row('2', { record: null }),
    row('3', { record: record({ total: 9, items: [1] }) }),
  ]
  expect(fieldColumns(some)).toEqual(['value.total', 'value.user.id', 'value.items'])
  expect(some.map((one) => cell(one, 'value.user.id'))).toEqual(['u', null, null])
  expect(cell(some[2] ?? row('', {}), 'value.items')).toBe('[1]')
  expect(cell(some[0] ?? row('', {}), 'headers')).toBe('a=1')
  expect(ids(shownRows(some, '', { column: 'value.total', isDescending: false }))).toBe('312')
})
