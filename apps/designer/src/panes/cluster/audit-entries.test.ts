import { expect, it } from 'vitest'
import { auditRow, searchAudit } from './audit-entries.ts'

const at = '2026-11-27T08:00:00.000Z'
const rows = [
  {
    at,
    action: 'produce',
    who: 'owner',
    profile: 'local',
    status: 'produced',
    topic: 'orders',
    partition: 2,
    offset: '17',
    digest: 'ab12'.repeat(16),
  },
  { at, action: 'produce', who: 'ann', profile: 'live', status: 'refused', topic: 'orders', reason: 'not allowed' },
  {
    at,
    action: 'replay',
    who: 'owner',
    profile: 'local',
    replay: 'r-1',
    topics: ['orders', 'refunds'],
    status: 'done',
    done: 47_775,
    failed: 813,
  },
  { at, action: 'denied', who: 'nobody', status: 401, code: 'wrong-token', method: 'GET', path: '/api/session' },
  { at, action: 'denied', more: 15 },
].map(auditRow)

it('says what was done to what, and what came of it', () => {
  expect(rows.map(({ action, target, result, isBad }) => [action, target, result, isBad])).toEqual([
    ['produce', 'local: orders 2@17', 'produced', false],
    ['produce', 'live: orders', 'refused: not allowed', true],
    ['replay', 'local: r-1 to orders, refunds', 'done, 47,775 events, 813 failed', false],
    ['denied', 'GET /api/session', '401: wrong-token', true],
    ['denied', '', '15 more', true],
  ])
})

it.each([
  { search: '', found: 5 },
  { search: 'orders OWNER', found: 2 },
  { search: 'ab12ab12', found: 1 },
  { search: 'denied', found: 2 },
  { search: 'nothing like that', found: 0 },
])('finds $found for "$search"', ({ search, found }) => {
  expect(searchAudit(rows, search)).toHaveLength(found)
})
