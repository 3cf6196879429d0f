import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { check } from './check.ts'
import type { ContractOptions } from './contract.ts'
import { example, written } from './written-contract.ts'

describe('contract --check registry', () => {
  const subject = '/subjects/shop.orders-value/versions/latest'
  const registered = (schema: object, schemaType = 'JSON') => ({
    version: 2,
    id: 7,
    schemaType,
    schema: JSON.stringify(schema),
  })
  let answers: Record<string, object> = {}
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? '']
    response.writeHead(answer === undefined ? 404 : 200).end(JSON.stringify(answer ?? {}))
  })
  const folder = mkdtempSync(join(tmpdir(), 'contract-registry-'))
  const config = join(folder, 'clusters.yaml')
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const profile = { name: 'local', environment: 'local', brokers: ['127.0.0.1:1'], schemaRegistry: { url } }
    writeFileSync(config, JSON.stringify({ profiles: [profile] }))
  })
  afterAll(() => {
    server.close()
    rmSync(folder, { recursive: true })
  })
  const checked = (options: Partial<ContractOptions> = {}) =>
    written({ topic: 'shop.orders', check: ['registry'], config, ...options })

  it('compares with the newest version in the mode of the subject', async () => {
    answers = {
      [subject]: registered({ type: 'object', properties: { order_id: { type: 'number' } } }),
      '/config/shop.orders-value?defaultToGlobal=true': { compatibilityLevel: 'FULL' },
    }
    expect(await checked()).toMatch(/^order_id of shop\.orders .* with shop\.orders-value, version 2 /)
    answers[subject] = registered(JSON.parse(await written({ topic: 'shop.orders' })))
    expect(await checked()).toBe('The contract of shop.orders is full compatible with shop.orders-value, version 2.\n')
  })

  it('compares with all versions where the mode is transitive', async () => {
    const older = registered({ type: 'object', properties: { order_id: { type: 'number' } } })
    answers = {
      '/subjects/shop.orders-value/versions': [1, 2],
      '/subjects/shop.orders-value/versions/1': { ...older, version: 1 },
      [subject]: registered(JSON.parse(await written({ topic: 'shop.orders' }))),
      '/config/shop.orders-value?defaultToGlobal=true': { compatibilityLevel: 'FORWARD_TRANSITIVE' },
    }
    const newest = 'The contract of shop.orders is forward compatible with shop.orders-value, version 2.\n'
    const lines = /^The contract .*, version 2\.\norder_id of shop\.orders may be string, .* version 1 /
    expect(await checked()).toMatch(lines)
    expect(await checked({ compatibility: 'forward' })).toBe(newest)
    answers['/config/shop.orders-value?defaultToGlobal=true'] = { compatibilityLevel: 'FORWARD' }
    expect(await checked()).toBe(newest)
    expect(await checked({ compatibility: 'forward-transitive' })).toMatch(lines)
  })

  it('says that the registry checks nothing, and compares where a mode is named', async () => {
    answers = {
      [subject]: registered({ type: 'object', properties: { order_id: { type: 'number' } } }),
      '/config/shop.orders-value?defaultToGlobal=true': { compatibilityLevel: 'NONE' },
    }
    const nothing = 'The registry checks nothing for shop.orders-value: its compatibility is NONE.\n'
    expect(await checked()).toBe(nothing)
    expect(await checked({ compatibility: 'forward' })).toMatch(/^order_id of shop\.orders /)
    answers[subject] = registered({}, 'AVRO')
    expect(await checked()).toBe(nothing)
  })

  it('is what check --registry holds the records of the examples against', async () => {
    let out = ''
    const checkedFlow = async (options: Parameters<typeof check>[1] = {}) => {
      out = ''
      return check([example('flow.json')], { registry: true, config, ...options }, (text) => {
        out += text
      })
    }
    answers = { [subject]: registered({ type: 'object', properties: { order_id: { type: 'number' } } }) }
    expect(await checkedFlow()).toBe(1)
    expect(out).toMatch(/✗ order_id of shop\.orders may be string, .* version 2 \(.*flow\.json, line \d+/)
    expect(await checkedFlow({ json: true })).toBe(1)
    const [broken] = JSON.parse(out).files[0].promises
    expect(broken).toMatchObject({ destination: 'kafka', breaks: [expect.stringContaining('order_id of shop.orders')] })
    expect(await checkedFlow({ reporter: 'junit' })).toBe(1)
    expect(out).toContain('failures="1"')
    answers = { [subject]: registered({ type: 'object' }) }
    expect(await checkedFlow()).toBe(0)
    expect(out).toContain('✓ The contract of shop.orders is forward compatible with shop.orders-value, version 2.')
    // Nothing was promised to the readers of a topic that the registry does not know.
    answers = {}
    expect(await checkedFlow()).toBe(0)
    expect(out).not.toContain('The contract of')
  })

  it('says what it cannot compare', async () => {
    answers = {}
    await expect(checked()).rejects.toThrow('The registry of local has no subject shop.orders-value.')
    answers = { [subject]: registered({}, 'AVRO') }
    await expect(checked()).rejects.toThrow('shop.orders-value, version 2 is AVRO; only JSON Schema is compared.')
  })
})
