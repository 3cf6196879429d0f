import type { Outcome } from '@mapping-designer/shared-types'
import { describe, expect, it } from 'vitest'
import { compileDestination } from '../compile-destination.ts'
import { aConfig, anEvent } from '../testing/builders.ts'
import { contractOf } from './contract.ts'
import { contractAsyncApi } from './contract-async-api.ts'
import { contractFlinkSql, contractKsqlDb } from './contract-sql.ts'
import { contractTypes } from './contract-types.ts'
import { fieldOrigin } from './field-origin.ts'

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
              shipping: ['data.shipping', { value: 0 }],
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

it.each<[name: string, sources: string[], reasons: string[]]>([
  ['id', ['data.id'], ['in 1 of 2 rules', 'the event may lack data.id']],
  ['currency', ['data.currency, else "EUR"', '"EUR"'], []],
  ['shipping', ['data.shipping, else 0'], ['in 1 of 2 rules']],
  ['shop', ['"berlin"'], ['in 1 of 2 rules']],
  ['email', ['user.email, else "none"'], ['in 1 of 2 rules', 'needs marketing']],
  ['other', ['the event'], ['sent as the event has it']],
])('%s says where it comes from, and why a value may lack it', (name, sources, reasons) => {
  expect(fieldOrigin(config, 'orders', name)).toEqual({ sources, reasons })
})

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

describe('a contract in other languages', () => {
  const contract = contractOf({}, [
    message({ 'a `b`': 1, list: [{ x: true }], empty: {}, nothing: null, both: 1, none: [] }),
    message({ both: 'x', nothing: null }),
  ])
  const odd = {
    ...contract,
    'or-ders': { type: 'object', properties: { n: { type: 'number' } } },
    'or.ders': { type: 'string' },
  }

  it('is a table of Flink SQL', () => {
    expect(contractFlinkSql(odd)).toMatchInlineSnapshot(`
      "-- Set the brokers of each table.

      CREATE TABLE \`orders\` (
        \`a \`\`b\`\`\` DOUBLE,
        \`list\` ARRAY<ROW<\`x\` BOOLEAN>>,
        \`empty\` MAP<STRING, STRING>,
        \`nothing\` STRING,
        \`both\` STRING,
        \`none\` ARRAY<STRING>
      ) WITH (
        'connector' = 'kafka',
        'topic' = 'orders',
        'properties.bootstrap.servers' = 'localhost:9092',
        'scan.startup.mode' = 'earliest-offset',
        'format' = 'json'
      );

      CREATE TABLE \`or_ders\` (
        \`n\` DOUBLE
      ) WITH (
        'connector' = 'kafka',
        'topic' = 'or-ders',
        'properties.bootstrap.servers' = 'localhost:9092',
        'scan.startup.mode' = 'earliest-offset',
        'format' = 'json'
      );

      -- "or.ders" has no table, because its values are no objects with members.
      "
    `)
  })

  it('leaves out of a table what no column can be named, and says so', () => {
    const made = contractOf({}, [message({ id: 1, '': 2, list: [{ 'a\nb': true, c: 1 }] })])
    const note = '-- "" is no name of a column.\n-- "a\\nb" is no name of a column.\n'
    expect(contractFlinkSql(made)).toContain(`${note}CREATE TABLE \`orders\` (\n  \`id\` DOUBLE,\n  \`list\``)
    expect(contractKsqlDb(made)).toContain(`${note}CREATE STREAM`)
  })

  it('is a stream of ksqlDB', () => {
    expect(contractKsqlDb(odd)).toMatchInlineSnapshot(`
      "CREATE STREAM \`orders\` (
        \`a \`\`b\`\`\` DOUBLE,
        \`list\` ARRAY<STRUCT<\`x\` BOOLEAN>>,
        \`empty\` MAP<VARCHAR, VARCHAR>,
        \`nothing\` VARCHAR,
        \`both\` VARCHAR,
        \`none\` ARRAY<VARCHAR>
      ) WITH (
        KAFKA_TOPIC = 'orders',
        VALUE_FORMAT = 'JSON'
      );

      CREATE STREAM \`or_ders\` (
        \`n\` DOUBLE
      ) WITH (
        KAFKA_TOPIC = 'or-ders',
        VALUE_FORMAT = 'JSON'
      );

      -- "or.ders" has no table, because its values are no objects with members.
      "
    `)
  })

  it('is an AsyncAPI document, with a channel of its own for each topic', () => {
    const { channels, operations, components } = JSON.parse(contractAsyncApi({ ...odd, 'Or-Ders': {} }))
    expect(Object.values(channels).map((channel) => (channel as { address: string }).address)).toEqual([
      ...['orders', 'or-ders', 'or.ders', 'Or-Ders'],
    ])
    expect(Object.keys(channels)).toEqual(['orders', 'or-ders', 'or-ders2', 'Or-Ders3'])
    expect(Object.keys(components.messages)).toEqual(Object.keys(channels))
    expect(operations['send-or-ders2']).toEqual({
      action: 'send',
      channel: { $ref: '#/channels/or-ders2' },
      messages: [{ $ref: '#/channels/or-ders2/messages/value' }],
    })
  })
})
