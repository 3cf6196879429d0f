import { expect, it } from 'vitest'
import { readViews } from './matrix-views.ts'

it('reads saved views, and leaves out what it does not know', () => {
  const view = { name: 'mine', columns: ['event', 'value.id'], filter: 'a', sort: null, isGrouped: true }
  expect(readViews(JSON.stringify([view, { name: 'odd', columns: ['gone', 3], sort: { column: 'gone' } }, 7]))).toEqual(
    [view, { name: 'odd', columns: [], filter: '', sort: null, isGrouped: false }],
  )
  expect(readViews('no JSON')).toEqual([])
})
