import type { Outcome } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { countDifferences, versionsBeside } from './versions.ts'

it('lists the version of the flow among those that are known, newest first', () => {
  expect(versionsBeside('4.7.1')).toEqual([
    '4.9.0',
    '4.8.0',
    '4.7.2',
    '4.7.1',
    '4.6.1',
    '4.5.0',
    '4.4.0',
    '4.3.2',
    '4.2.1',
  ])
  expect(versionsBeside('4.9.0')).toHaveLength(8)
})

it('counts what becomes something else once all of it is known', () => {
  const ignored: Outcome = { kind: 'ignored', reason: 'rule', rule: 'a b' }
  const queued: Outcome = { kind: 'queued', rule: null }
  expect(countDifferences([ignored, queued], [{ ...ignored }, ignored])).toBe(1)
  expect(countDifferences([ignored, queued], [ignored, null])).toBeNull()
  expect(countDifferences([], [])).toBe(0)
})
