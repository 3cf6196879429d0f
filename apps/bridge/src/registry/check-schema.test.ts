import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { checkSchema } from './check-schema.ts'

const check = (schema: object, value?: unknown) =>
  checkSchema('tester', JSON.stringify(schema), value === undefined ? undefined : JSON.stringify(value))

describe('a JSON Schema', () => {
  it.each([
    { fact: 'a value that fits', schema: { type: 'object' }, value: {}, verdict: { kind: 'fits' } },
    {
      fact: 'a value that does not',
      schema: { properties: { id: { type: 'string' } } },
      value: { id: 1 },
      verdict: { kind: 'unfit', objection: '/id must be string' },
    },
    { fact: 'no value', schema: { type: 'object' }, value: undefined, verdict: { kind: 'fits' } },
    { fact: 'no schema', schema: { type: 'thing' }, value: {}, verdict: { kind: 'unusable' } },
    {
      fact: 'items that are compared each with each',
      schema: { properties: { items: { uniqueItems: true } } },
      value: { items: Array.from({ length: 30_000 }, (_, id) => ({ id })) },
      verdict: { kind: 'given-up', reason: 'and the value take longer than 3 s to check' },
    },
    {
      fact: 'a pattern that goes back and forth',
      schema: { properties: { id: { pattern: String.raw`^(\w+\s?)*$` } } },
      value: { id: `${'a'.repeat(40)}!` },
      verdict: { kind: 'given-up', reason: 'and the value take longer than 3 s to check' },
    },
    {
      fact: 'many parts',
      schema: { allOf: Array.from({ length: 30_000 }, () => ({})) },
      value: undefined,
      verdict: { kind: 'given-up', reason: 'has more than 20,000 objects' },
    },
    {
      fact: 'a long text',
      schema: { description: 'x'.repeat(600_000) },
      value: undefined,
      verdict: { kind: 'given-up', reason: 'is larger than 512 KiB' },
    },
  ])('gives a verdict in a bounded time: $fact', async ({ schema, value, verdict }) => {
    expect(await check(schema, value)).toEqual(verdict)
  })

  it('is checked again after one that was given up', async () => {
    expect(await check({ type: 'string' }, 'A')).toEqual({ kind: 'fits' })
  })

  it('fetches nothing that it refers to', async () => {
    let calls = 0
    const server = createServer((_request, answer) => {
      calls++
      answer.end('{}')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    expect(await check({ $ref: `http://127.0.0.1:${port}/schema.json` }, {})).toEqual({ kind: 'unusable' })
    expect(calls).toBe(0)
    server.close()
  })
})
