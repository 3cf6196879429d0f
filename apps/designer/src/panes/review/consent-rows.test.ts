import type { Outcome } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { cellInWords, consentRows, leavesWithoutConsent } from './consent-rows.ts'

const states = [
  { title: 'none', consent: { marketing: false } },
  { title: 'marketing', consent: { marketing: true } },
]
const message = (value: object): Outcome => ({
  kind: 'message',
  record: { topic: 'orders', key: 'k', headers: {}, timestamp: '1', value: JSON.stringify(value) },
  send: { acks: -1, compression: 0 },
  rule: null,
})

it('says of each field what leaves, and which personal data leaves without consent', () => {
  const none = [message({ id: 1, mail: 'ann@example.org' }), message({ id: 1 }), null]
  const all = [message({ id: 2, mail: 'ann@example.org', uid: 'u' }), message({ id: 1 }), message({})]
  const rows = consentRows(states, [none, all])
  const words = rows.map((row) => [row.field, ...row.cells.map(cellInWords), leavesWithoutConsent(row, states)])
  expect(words).toEqual([
    ['key', 'leaves', 'leaves', false],
    ['id', 'leaves', 'leaves', false],
    ['mail', 'leaves', 'leaves', true],
    ['uid', 'held back', 'leaves', false],
  ])
})
