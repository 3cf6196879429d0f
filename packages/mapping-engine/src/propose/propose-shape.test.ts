import { describe, expect, it } from 'vitest'
import { anEvent } from '../testing/builders.ts'
import { ruleOf } from './proposal.ts'
import { proposeLike } from './propose-like.ts'
import { proposeFromShape } from './propose-shape.ts'

function ruleFrom(text: string) {
  const found = proposeFromShape(text, [anEvent()])
  if ('error' in found) return found.error
  const [proposal] = found
  return proposal && { map: ruleOf(proposal).data, open: proposal.open.map(({ path }) => path.join('.')) }
}

const wanted = {
  map: {
    map: {
      order_id: 'data.id',
      total: 'data.total',
      user: { map: { id: 'user.id' } },
      lines: { loop: ['nested', { map: { name: 'data.name', price: 'data.price' } }], value: [] },
    },
  },
  open: ['lines.*.stock', 'shop'],
}

describe('a proposal by names and types', () => {
  it('reads a JSON Schema with its own references', () => {
    const line = {
      type: 'object',
      properties: { name: { type: 'string' }, price: { type: 'number' }, stock: { type: 'integer' } },
    }
    const schema = {
      $defs: { line },
      type: 'object',
      properties: {
        order_id: { type: 'string' },
        total: { type: ['number', 'null'] },
        user: { type: 'object', properties: { id: { type: 'string' } } },
        lines: { type: 'array', items: { $ref: '#/$defs/line' } },
        shop: { type: 'string' },
      },
    }
    expect(ruleFrom(JSON.stringify(schema))).toEqual(wanted)
  })

  it('reads a table and a list of columns', () => {
    const map = {
      map: { order_id: 'data.id', total: 'data.total', event_time: { fn: expect.stringContaining('toISOString()') } },
    }
    const open = ['shop']
    const table = `CREATE TABLE orders (\n \`order_id\` STRING NOT NULL, -- the order\n total DECIMAL(10, 2),\n event_time TIMESTAMP(3), shop VARCHAR(5),\n PRIMARY KEY (order_id) NOT ENFORCED\n) WITH ('connector' = 'kafka')`
    expect(ruleFrom(table)).toEqual({ map, open })
    expect(ruleFrom('order_id string\ntotal: number\nevent_time timestamp\nshop text')).toEqual({ map, open })
  })

  it.each([
    [
      '{"properties":{"a":{"$ref":"https://example.com/a.json"}}}',
      'The schema refers to https://example.com/a.json, which is another file, and those are never fetched; put that part under "$defs".',
    ],
    [
      '{"properties":{"a":{"$ref":"#/$defs/a"}}}',
      'The schema refers to #/$defs/a, which is not in it; put that part under "$defs".',
    ],
    ['[1]', 'The schema is no object; it has to be a JSON Schema, such as {"type":"object","properties":{…}}.'],
    ['{"type":"string"}', 'The schema has no properties, so there is nothing to propose a field for.'],
    ['order_id', '"order_id" is no column: write a name and a type, such as order_id STRING.'],
    ['', 'There are no columns: write a name and a type on each line, such as order_id STRING.'],
  ])('says what is wrong with %s', (text, sentence) => expect(ruleFrom(text)).toBe(sentence))
})

describe('a proposal as in another destination', () => {
  const ga4 = {
    mapping: {
      order: {
        complete: {
          name: 'purchase',
          data: { map: { transaction_id: 'data.id', items: { loop: ['nested', { map: { item_id: 'data.id' } }] } } },
          settings: {
            ga4: { include: ['data'] },
            revenue: 'data.total',
            label: 'x',
            user: { map: { hash: { fn: '$code:(v) => v.user.id' } } },
          },
        },
      },
    },
  }
  const flow = { destinations: { ga4: { config: ga4 } } }

  it('takes the maps of its data and settings', () => {
    const found = proposeLike(flow, 'ga4', [anEvent()])
    if ('error' in found) throw new Error(found.error)
    expect(found[0]?.fields.map(({ path, choices: [{ sure }] }) => [path.join('.'), sure])).toEqual([
      ['transaction_id', 'likely'],
      ['items', 'likely'],
      ['revenue', 'likely'],
      ['hash', 'doubtful'],
    ])
    expect(found[0]?.notes).toEqual(['ga4 renames the event to "purchase"; a name of this rule does the same.'])
  })

  it('says what is not there', () => {
    expect(proposeLike(flow, 'meta', [anEvent()])).toEqual({
      error: 'The flow has no destination "meta" with a config; it has ga4.',
    })
    expect(proposeLike(flow, 'ga4', [{ name: 'page view' }])).toEqual({ error: 'ga4 has no rule for page view.' })
  })
})
