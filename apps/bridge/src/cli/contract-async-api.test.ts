import { Parser } from '@asyncapi/parser'
import { contractAsyncApi } from '@mapping-designer/mapping-engine'
import type { JsonObject } from '@mapping-designer/shared-types'
import { describe, expect, it } from 'vitest'
import { contractsOfExamples } from './contracts-of-examples.ts'

const parser = new Parser()
/** The parser tells of errors by 0 and of warnings by 1; what it only recommends, such as the newest version, is left out. */
const warning = 1

/** The channels that AsyncAPI's own parser finds in a document, and what it finds wrong. */
async function parsed(text: string) {
  const { document, diagnostics } = await parser.parse(text)
  const faults = diagnostics.filter(({ severity }) => severity <= warning)
  const channels = document?.channels().all() ?? []
  return {
    faults: faults.map(({ code, message, path }) => `${code} at ${path.join('.')}: ${message}`),
    topics: channels.map((channel) => channel.address()),
    messages: channels.flatMap((channel) =>
      channel
        .messages()
        .all()
        .map((message) => message.hasPayload()),
    ),
  }
}

describe('an AsyncAPI document passes the parser of AsyncAPI', () => {
  it('for all examples', async () => {
    const documents = await contractsOfExamples('asyncapi')
    expect(documents.size).toBeGreaterThan(2)
    for (const [name, text] of documents) {
      const { faults, topics, messages } = await parsed(text)
      expect(faults, name).toEqual([])
      expect(topics.length, name).toBeGreaterThan(0)
      expect(messages, name).toEqual(topics.map(() => true))
    }
  })

  it('for fields that are named as references are', async () => {
    const inner = {
      type: 'object',
      properties: { $ref: { type: 'string' }, id: { type: 'string' } },
      required: ['$ref'],
    }
    const schema = { type: 'object', properties: { $ref: inner, items: { type: 'array', items: inner } } }
    const example = { headers: {}, payload: { items: [{ $ref: '#/none', id: 'O-1' }] } }
    const facts = {
      key: { type: 'string' },
      headers: inner as JsonObject,
      example,
      needs: [],
      personal: new Map(),
      consent: new Map(),
    }
    for (const text of [
      contractAsyncApi({ orders: schema }),
      contractAsyncApi({ orders: schema }, { orders: facts }),
    ]) {
      expect(await parsed(text)).toEqual({ faults: [], topics: ['orders'], messages: [true] })
      expect(JSON.parse(text).components.messages.orders.payload.properties.items.items).toEqual({
        type: 'object',
        properties: { id: { type: 'string' } },
        patternProperties: { '^\\$ref$': { type: 'string' } },
        required: ['$ref'],
      })
    }
  })

  it('for topics and fields with any name', async () => {
    const fields = { 'a b': { type: 'string' }, '~1/é': { type: ['number', 'null'] } }
    const topics = ['orders', 'or.ders', 'or-ders', 'Or-Ders', 'ä/ö~{x}', '{']
    const contract = Object.fromEntries(topics.map((topic) => [topic, { type: 'object', properties: fields }]))
    expect(await parsed(contractAsyncApi(contract))).toEqual({
      faults: [],
      topics,
      messages: topics.map(() => true),
    })
  })
})
