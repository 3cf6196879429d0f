import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import asyncApi from '@asyncapi/specs/schemas/3.0.0.json' with { type: 'json' }
import {
  chooseFromFlow,
  contractAsyncApi,
  contractOf,
  contractTypes,
  planDestination,
  schemaBreaks,
} from '@mapping-designer/mapping-engine'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import type { JsonObject, Outcome } from '@mapping-designer/shared-types'
import Draft7 from 'ajv'
import Ajv from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ContractOptions, contract } from './contract.ts'
import { example, written } from './written-contract.ts'

function validator() {
  const ajv = new Ajv.default({ allowUnionTypes: true, ownProperties: true })
  formats.default(ajv)
  return ajv
}

const message = (value: unknown, topic = 'orders'): Outcome => ({
  kind: 'message',
  record: { topic, key: 'k', headers: {}, timestamp: '1', value: JSON.stringify(value) },
  send: { acks: -1, compression: 0 },
  rule: null,
})

/** Events of the same name whose other values have the same types; lists may be longer, or empty. */
function likeEvent({ data, nested, ...event }: Record<string, unknown>): fc.Arbitrary<Record<string, unknown>> {
  return fc.record({
    ...Object.fromEntries(Object.entries(event).map(([name, value]) => [name, fc.constant(value)])),
    data: like(data),
    nested: like(nested),
  })
}

function like(value: unknown): fc.Arbitrary<unknown> {
  if (typeof value === 'number') return fc.double({ noNaN: true, noDefaultInfinity: true })
  if (typeof value === 'boolean') return fc.boolean()
  // Of a format nothing else is known than that the samples have it.
  if (typeof value === 'string') return /^[\w -]*$/.test(value) ? fc.string() : fc.constant(value)
  if (Array.isArray(value))
    return value.length === 0 ? fc.constant(value) : fc.array(fc.oneof(...value.map(like)), { maxLength: 3 })
  if (typeof value !== 'object' || value === null) return fc.constant(value)
  const members = Object.entries(value).map(([name, inner]) => [name, like(inner)] as const)
  return fc.record(Object.fromEntries(members))
}

describe('contract', () => {
  it('writes a schema for each topic, or one alone, that a validator takes', async () => {
    const all = JSON.parse(await written())
    expect(Object.keys(all).length).toBeGreaterThan(1)
    for (const [topic, schema] of Object.entries(all)) {
      expect(validator().validateSchema(schema as object)).toBe(true)
      expect(JSON.parse(await written({ topic }))).toEqual(schema)
    }
  })

  it('writes an AsyncAPI document that the published schema takes, of any values and topics', async () => {
    const ajv = new Draft7.default({ strict: false, validateFormats: false, meta: false, validateSchema: false })
    const isDocument = ajv.compile(asyncApi)
    expect(isDocument(JSON.parse(await written({ format: 'asyncapi' })))).toBe(true)
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 3 }), { minLength: 1, maxLength: 4 }), (values) => {
        const document = JSON.parse(
          contractAsyncApi(
            contractOf(
              {},
              values.map((one) => message(one)),
            ),
          ),
        )
        expect(isDocument(document), JSON.stringify(isDocument.errors)).toBe(true)
        expect(ajv.validate(document.components.messages.orders.payload, values[0])).toBe(true)
      }),
      { numRuns: 25 },
    )
  })

  it('says in AsyncAPI what keys, headers and an example are like, and what is personal or needs consent', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'contract-'))
    const map = { id: 'data.id', email: { key: 'user.email', consent: { marketing: true } }, tax: 'data.tax' }
    const rule = { data: { map }, consent: { functional: true }, settings: { topic: 'orders' } }
    const kafka = { key: 'user.id', headers: { source: 'shop' } }
    const flow = aFlow(aConfig({ mapping: { order: { complete: rule } } }, kafka), {
      variables: { personalFields: ['tax'] },
    })
    const path = join(folder, 'flow.json')
    writeFileSync(path, JSON.stringify(flow))
    const events = join(folder, 'events.json')
    const order = (id: string, more: JsonObject) =>
      anEvent({
        consent: { functional: true, marketing: true },
        ...more,
        data: { id, ...(more['data'] as JsonObject) },
      })
    writeFileSync(
      events,
      JSON.stringify([
        order('O-1', { data: { tax: 'X' } }),
        order('O-2', { user: { id: 'u', email: 'mara@example.com' } }),
        order('O-3', {}),
      ]),
    )
    let out = ''
    await contract(path, { events, format: 'asyncapi' }, (text) => {
      out += text
    })
    rmSync(folder, { recursive: true })
    const ajv = new Draft7.default({ strict: false, validateFormats: false, meta: false, validateSchema: false })
    expect(ajv.validate(asyncApi, JSON.parse(out)), JSON.stringify(ajv.errors)).toBe(true)
    const { payload, headers, bindings, examples, ...message } = JSON.parse(out).components.messages.orders
    expect(message['x-consent']).toEqual(['functional'])
    expect(payload.properties.email).toMatchObject({
      'x-personal-data': 'an e-mail address',
      'x-consent': ['marketing'],
    })
    expect(payload.properties.tax).toEqual({ type: 'string', 'x-personal-data': 'personal data' })
    expect(bindings.kafka.key).toMatchObject({ type: 'string', examples: ['us3r', 'u'] })
    expect(headers.properties.source).toEqual({ type: 'string', examples: ['shop'] })
    expect(examples).toMatchObject([{ headers: { source: 'shop' }, payload: { id: 'O-3' } }])
    expect(examples).toHaveLength(1)
    expect(out).not.toContain('mara@')
  })

  it.each([
    ['flink-sql', 'CREATE TABLE `shop_orders` (\n  `order_id` STRING,\n  `revenue` DOUBLE,'],
    ['ksqldb', 'CREATE STREAM `shop_orders` (\n  `order_id` VARCHAR,\n  `revenue` DOUBLE,'],
  ] as const)('writes %s', async (format, text) => {
    expect(await written({ format })).toContain(text)
    expect(await written({ format, topic: 'shop.orders' })).not.toContain('shop_products')
  })

  it('writes TypeScript', async () => {
    expect(await written({ format: 'typescript' })).toMatch(
      /^\/\*\* Value of the records of ".+"\. \*\/\nexport type \w+ = \{/,
    )
  })

  it('writes TypeScript of which the values that it was made of are', () => {
    const name = fc
      .oneof(fc.constantFrom('id', 'a b', 'class', 'Ä', "it's"), fc.string())
      .filter((one) => one !== '__proto__')
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom<unknown>(null, true, 'text', 1.5),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(name, tie('value'), { maxKeys: 4 }),
      ),
    }))
    const topics = fc.sample(fc.array(value, { minLength: 1, maxLength: 3 }), { numRuns: 60, seed: 4711 })
    const outcomes = topics.flatMap((values, at) => values.map((one) => message(one, `topic ${at}`)))
    const uses = topics.map((values, at) => `export const values${at}: Topic${at}Value[] = ${JSON.stringify(values)}\n`)
    const folder = mkdtempSync(join(tmpdir(), 'contract-'))
    const file = join(folder, 'contract.ts')
    writeFileSync(file, contractTypes(contractOf({}, outcomes)) + uses.join(''))
    const tsc = fileURLToPath(new URL('../../../../node_modules/typescript/bin/tsc', import.meta.url))
    const { status, stdout } = spawnSync(process.execPath, [tsc, '--noEmit', '--strict', file], {
      cwd: folder,
      encoding: 'utf8',
    })
    rmSync(folder, { recursive: true })
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' })
  })

  it('says to which topics the events go where none goes to the one that is named', async () => {
    await expect(written({ topic: 'none' })).rejects.toThrow(/^No event goes to none; they go to /)
  })

  it('says what breaks for those who rely on a schema, and which line of the flow does it', async () => {
    const schema = JSON.parse(await written({ topic: 'shop.orders' }))
    const [name = ''] = Object.keys(schema.properties)
    const folder = mkdtempSync(join(tmpdir(), 'contract-'))
    const file = (changes: object) => {
      const path = join(folder, 'schema.json')
      writeFileSync(path, JSON.stringify({ ...schema, ...changes }))
      return path
    }
    const check = (path: string, options: Partial<ContractOptions> = {}) =>
      written({ topic: 'shop.orders', check: [path], ...options })
    expect(await check(file({}))).toBe(
      `The contract of shop.orders is forward compatible with ${folder}/schema.json.\n`,
    )
    const promised = file({ properties: { ...schema.properties, [name]: { type: 'boolean' } } })
    expect(await check(promised)).toMatch(
      new RegExp(`^${name} of shop.orders may be .+, and boolean is read with .+line \\d+`),
    )
    expect(await check(promised, { compatibility: 'full' })).toContain(`${name} in ${promised} may be boolean`)
    expect(
      await check(file({ properties: { [name]: schema.properties[name] }, additionalProperties: false })),
    ).toContain('is not allowed')
    await expect(written({ check: [promised] })).rejects.toThrow(/^--check needs one topic: add --topic with one of /)
    writeFileSync(promised, '[')
    await expect(check(promised)).rejects.toThrow(/holds no JSON Schema/)
  })

  it('breaks nothing that a validator reads', () => {
    const type = fc.constantFrom('string', 'integer', 'number', 'boolean', 'null')
    const { schema } = fc.letrec<{ schema: object }>((tie) => ({
      schema: fc.oneof(
        { maxDepth: 2, withCrossShrink: true },
        fc.record({ type }),
        fc.record({ type: fc.uniqueArray(type, { minLength: 1 }) }),
        fc.record({ enum: fc.array(fc.constantFrom('a', 1, null), { minLength: 1, maxLength: 2 }) }),
        fc.record({ type: fc.constant('array'), items: tie('schema') }),
        fc.record({
          type: fc.constant('object'),
          properties: fc.dictionary(fc.constantFrom('a', 'b'), tie('schema')),
          required: fc.subarray(['a', 'b']),
          additionalProperties: fc.constantFrom(true, false),
        }),
      ),
    }))
    const scalar = fc.constantFrom<unknown>('a', 'b', 1, 1.5, true, null)
    const item = fc.oneof(scalar, fc.array(scalar, { maxLength: 2 }), fc.dictionary(fc.constantFrom('a', 'b'), scalar))
    const value = fc.oneof(item, fc.array(item, { maxLength: 2 }), fc.dictionary(fc.constantFrom('a', 'b'), item))
    let kept = 0
    fc.assert(
      fc.property(schema, schema, fc.array(value, { minLength: 20, maxLength: 40 }), (reader, promised, values) => {
        // What it does not describe is not written.
        const writer = JSON.parse(
          JSON.stringify(promised).replaceAll('"additionalProperties":true', '"additionalProperties":false'),
        )
        if (schemaBreaks(reader, writer).length > 0) return
        const [reads, writes] = [validator().compile(reader), validator().compile(writer)]
        for (const one of values) if (writes(one)) expect(reads(one)).toBe(true)
        kept++
      }),
      { numRuns: 250, seed: 4711 },
    )
    expect(kept).toBeGreaterThan(20)
  })

  it('holds for events of the same shapes as the samples that it was made of', () => {
    const found = chooseFromFlow({ flow: readFileSync(example('flow.json'), 'utf8'), env: {} })
    if ('error' in found) throw new Error(found.error.message)
    const { plan } = planDestination(found, { now: 0 })
    const samples = readFileSync(example('events.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const schemas = contractOf(
      found.effective,
      samples.map((event) => plan.run(event)),
    )
    const validators = new Map(Object.entries(schemas).map(([topic, schema]) => [topic, validator().compile(schema)]))
    let records = 0
    fc.assert(
      fc.property(fc.constantFrom(...samples).chain(likeEvent), (event) => {
        const outcome = plan.run(event)
        if (outcome.kind !== 'message') return
        const { topic, value } = outcome.record
        const validate = validators.get(topic)
        expect(validate?.(JSON.parse(value)), JSON.stringify([event, value, validate?.errors])).toBe(true)
        records++
      }),
      { numRuns: 300, seed: 4711 },
    )
    expect(records).toBeGreaterThan(100)
  })

  it('holds for every value that it was made of', () => {
    const almostOfFormat = fc.oneof(
      fc.stringMatching(/^[!-~]+@[!-~]+\.[a-z]+$/),
      fc.stringMatching(/^https?:\/\/[!-~]+$/),
      fc.stringMatching(/^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-6]\d:[0-6]\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/),
    )
    const ofFormat = fc.oneof(
      fc.emailAddress(),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.date({ noInvalidDate: true, min: new Date(0) }).map((date) => date.toISOString()),
    )
    const text = fc.oneof(almostOfFormat, ofFormat)
    const anyValue = fc.oneof(fc.jsonValue(), text, fc.record({ text }))
    fc.assert(
      fc.property(fc.array(anyValue, { minLength: 1, maxLength: 5 }), (values) => {
        const validate = validator().compile(
          contractOf(
            {},
            values.map((one) => message(one)),
          )['orders'] ?? false,
        )
        for (const value of values) expect(validate(JSON.parse(JSON.stringify(value)))).toBe(true)
      }),
      { numRuns: 100 },
    )
  })
})
