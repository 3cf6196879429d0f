import type { Outcome } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { consentNames, consentStates, createConsentMatrix } from './consent-matrix.ts'

const message = (value: unknown): Outcome => ({
  kind: 'message',
  record: { topic: 'orders', key: 'k', headers: { h: '1' }, timestamp: '1', value: JSON.stringify(value) },
  send: { acks: -1, compression: 0 },
  rule: null,
})

it('knows the consent that a flow requires anywhere and that events bring', () => {
  const flow = { mapping: { a: { b: [{ consent: { marketing: true } }] } }, consent: { functional: true } }
  expect(consentNames(flow, [{ name: 'a b', consent: { other: false } }, null, 'x'])).toEqual([
    'marketing',
    'functional',
    'other',
  ])
})

it('asks for no consent, each alone and all', () => {
  expect(consentStates(['a', 'b']).map(({ title }) => title)).toEqual(['none', 'a', 'b', 'all'])
  expect(consentStates(['a']).map(({ title }) => title)).toEqual(['none', 'a'])
  expect(consentStates([])).toEqual([{ title: 'none', consent: {} }])
})

it('tells fields that leave, that are held back and that are changed, and names personal data', () => {
  const matrix = createConsentMatrix(consentStates(['marketing']))
  matrix.add([message({ id: 1, by: 'nobody' }), message({ id: 1, by: 'mara', mail: ['a@b.de'] })])
  matrix.add([{ kind: 'denied', required: ['marketing'], rule: null }, message({ id: 2 })])
  expect(matrix.result()).toEqual([
    { topic: 'orders', field: 'key', cells: [cell(1, 0, 1), cell(2, 0, 0)] },
    { topic: 'orders', field: 'header h', cells: [cell(1, 0, 1), cell(2, 0, 0)] },
    { topic: 'orders', field: 'id', cells: [cell(1, 0, 1), cell(2, 0, 0)] },
    { topic: 'orders', field: 'by', cells: [cell(0, 1, 0), cell(1, 0, 0)] },
    { topic: 'orders', field: 'mail[]', personal: 'an e-mail address', cells: [cell(0, 0, 1), cell(1, 0, 0)] },
  ])
})

it.each([
  ['user.firstName', 'Mara', 'the name of a person', 'name'],
  ['contact.E-Mail', 'none given', 'an e-mail address', 'name'],
  ['ip_address', 42, 'an IP address', 'name'],
  ['phone', 'mara@example.com', 'an e-mail address', undefined],
  ['tax.number', 'X-1', 'personal data', 'hand'],
  ['tax.list', ['X-1'], 'personal data', 'hand'],
  ['has_email', true, undefined, undefined],
  ['shipping', 'fast', undefined, undefined],
  ['zip_file', 'a.zip', undefined, undefined],
])('%s with %j is %s, by %s', (path, value, personal, personalBy) => {
  const [first = '', second] = path.split('.')
  const matrix = createConsentMatrix(consentStates([]), ['tax', 'header h'])
  matrix.add([message({ [first]: second === undefined ? value : { [second]: value } })])
  const [, header, row] = matrix.result()
  expect(header).toMatchObject({ personal: 'personal data', personalBy: 'hand' })
  expect([row?.personal, row?.personalBy]).toEqual([personal, personalBy])
})
const cell = (leaves: number, changed: number, heldBack: number) => ({ leaves, changed, heldBack })
