import { fileURLToPath } from 'node:url'
import { contractOf } from '@mapping-designer/mapping-engine'
import type { Outcome } from '@mapping-designer/shared-types'
import Ajv from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ContractOptions, contract } from './contract.ts'

const example = (name: string) => fileURLToPath(new URL(`../../../../examples/shop/${name}`, import.meta.url))

async function written(options: Partial<ContractOptions> = {}) {
  let out = ''
  await contract(
    example('flow.json'),
    { events: example('events.ndjson'), format: 'json-schema', ...options },
    (text) => {
      out += text
    },
  )
  return out
}

function validator() {
  const ajv = new Ajv.default({ allowUnionTypes: true, ownProperties: true })
  formats.default(ajv)
  return ajv
}

const message = (value: unknown): Outcome => ({
  kind: 'message',
  record: { topic: 'orders', key: 'k', headers: {}, timestamp: '1', value: JSON.stringify(value) },
  send: { acks: -1, compression: 0 },
  rule: null,
})

describe('contract', () => {
  it('writes a schema for each topic, or one alone, that a validator takes', async () => {
    const all = JSON.parse(await written())
    expect(Object.keys(all).length).toBeGreaterThan(1)
    for (const [topic, schema] of Object.entries(all)) {
      expect(validator().validateSchema(schema as object)).toBe(true)
      expect(JSON.parse(await written({ topic }))).toEqual(schema)
    }
  })

  it('writes TypeScript', async () => {
    expect(await written({ format: 'typescript' })).toMatch(
      /^\/\*\* Value of the records of ".+"\. \*\/\nexport type \w+ = \{/,
    )
  })

  it('says to which topics the events go where none goes to the one that is named', async () => {
    await expect(written({ topic: 'none' })).rejects.toThrow(/^No event goes to none; they go to /)
  })

  it('holds for every value that it was made of', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { minLength: 1, maxLength: 5 }), (values) => {
        const validate = validator().compile(contractOf({}, values.map(message))['orders'] ?? false)
        for (const value of values) expect(validate(JSON.parse(JSON.stringify(value)))).toBe(true)
      }),
      { numRuns: 30 },
    )
  })
})
