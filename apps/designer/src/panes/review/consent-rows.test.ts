import type { Outcome } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { cellInWords, consentRows, leavesWithoutConsent, recordsInWords } from './consent-rows.ts'

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

it('keeps what leaves under each consent, and says where no record is sent', () => {
  const denied: Outcome = { kind: 'denied', required: ['marketing'], rule: null }
  const none = [denied, message({ skus: ['a', 'b'], total: 5 })]
  const all = [message({ skus: ['c'], total: 7 }), message({ skus: ['a', 'b'], total: 5 })]
  const rows = consentRows(states, [none, all])
  expect(rows.map(({ field, cells }) => [field, ...cells.map(({ values }) => values)])).toEqual([
    ['key', ['"k"'], ['"k"']],
    ['skus[]', ['"a", "b"'], ['"c"', '"a", "b"']],
    ['total', ['5'], ['7', '5']],
  ])
  expect(rows[0]?.cells.map(recordsInWords)).toEqual(['1 of 2 records', '2 records'])
  expect(consentRows(states, [[denied], all.slice(1)])[0]?.cells.map(recordsInWords)).toEqual(['no record', '1 record'])
})
