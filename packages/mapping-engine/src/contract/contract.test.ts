import type { Outcome } from '@mapping-designer/shared-types'
import { describe, expect, it } from 'vitest'
import { compileDestination } from '../compile-destination.ts'
import { aConfig, anEvent } from '../testing/builders.ts'
import { contractOf } from './contract.ts'
import { contractTypes } from './contract-types.ts'

const message = (value: unknown): Outcome => ({
  kind: 'message',
  record: { topic: 'orders', key: 'k', headers: {}, timestamp: '1', value: JSON.stringify(value) ?? '' },
  send: { acks: -1, compression: 0 },
  rule: null,
})
const config = aConfig(
  {
    mapping: {
      order: {
        complete: {
          data: {
            map: {
              id: 'data.id',
              currency: { key: 'data.currency', value: 'EUR' },
              shop: { value: 'berlin' },
              email: { key: 'user.email', value: 'none', consent: { marketing: true } },
            },
          },
          settings: { topic: 'orders' },
        },
        refund: { data: { map: { currency: { value: 'EUR' } } }, settings: { topic: 'orders' } },
      },
    },
  },
  { topic: 'all' },
)

describe('a contract', () => {
  it('requires what every rule of the topic fills, and nothing of a topic that full events reach', () => {
    const plan = compileDestination(config)
    const events = [anEvent({ data: { id: 'O-1' } }), anEvent({ name: 'page view', entity: 'page', action: 'view' })]
    const contract = contractOf(
      config,
      events.map((event) => plan.run(event)),
    )
    expect(Object.keys(contract)).toEqual(['all', 'orders'])
    expect(contract['all']).not.toHaveProperty('required')
    expect(contract['orders']).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      required: ['currency'],
      properties: { id: { type: 'string', examples: ['O-1'] }, shop: { type: 'string' } },
    })
  })

  it('knows the types, formats and examples that it saw, and quotes no personal data', () => {
    const outcomes = [
      message({ at: '2026-01-02T03:04:05Z', mail: 'a@b.de', n: 1, items: [{ a: 1 }, { b: null }] }),
      message({ at: '2026-01-02T03:04:05.678+02:00', mail: 'c@d.de', n: 'x', items: [] }),
    ]
    expect(contractOf({}, outcomes)['orders']?.['properties']).toEqual({
      at: {
        type: 'string',
        format: 'date-time',
        examples: ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.678+02:00'],
      },
      mail: { type: 'string', format: 'email' },
      n: { type: ['number', 'string'], examples: [1, 'x'] },
      items: {
        type: 'array',
        items: { type: 'object', properties: { a: { type: 'number', examples: [1] }, b: { type: 'null' } } },
      },
    })
  })

  it('is written as TypeScript, with names for any topic', () => {
    const contract = contractOf(config, [
      { ...message({ currency: 'EUR', 'no name': [{ a: 1 }] }) },
      { ...message({ currency: 'EUR' }) },
    ])
    expect(
      contractTypes({ ...contract, '1.b': { type: 'array' }, '1-b': {} }),
    ).toBe(`/** Value of the records of "orders". */
export type OrdersValue = {
  currency: string
  "no name"?: Array<{
    a?: number
  }>
}

/** Value of the records of "1.b". */
export type Topic1BValue = Array<unknown>

/** Value of the records of "1-b". */
export type Topic1BValue2 = unknown
`)
  })
})
