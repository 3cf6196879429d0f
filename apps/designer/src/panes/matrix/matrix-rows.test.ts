import { expect, it } from 'vitest'
import { type MatrixRow, shownRows, spreadOf } from './matrix-rows.ts'

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

it('counts records by partition and names the key that most have', () => {
  expect(spreadOf(rows, null)).toEqual([
    { topic: 'orders', counts: [2, 0, 1], isKnown: false, hottest: { key: 'a', count: 2 } },
  ])
  expect(spreadOf(rows, [{ name: 'orders', partitions: 4 }])[0]).toMatchObject({ counts: [2, 0, 1, 0], isKnown: true })
})
