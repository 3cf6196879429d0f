import { createServer, type IncomingMessage, type Server } from 'node:http'
import { isPathSegment } from '@mapping-designer/shared-types'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RegistrySettings } from '../config/profile.ts'
import { RegistryFailure, schemaRegistry } from './schema-registry.ts'

/** What the server answers next to each path; 404 where nothing is said. */
let answers: Record<string, { status?: number; body?: unknown; headers?: Record<string, string> }>
let asked: { method?: string; url?: string; login?: string; body: string }[]
let server: Server
let url: string
beforeAll(async () => {
  server = createServer(async (request, response) => {
    asked.push({ ...aboutOf(request), body: await bodyOf(request) })
    const { status = 200, body, headers = {} } = answers[request.url ?? ''] ?? { status: 404 }
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}`
})
afterAll(() => void server.close())
beforeEach(() => {
  answers = {}
  asked = []
})

function aboutOf({ method, url, headers }: IncomingMessage) {
  return {
    ...(method !== undefined && { method }),
    ...(url !== undefined && { url }),
    ...(headers.authorization !== undefined && { login: headers.authorization }),
  }
}
async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}
const open = (changes: Partial<RegistrySettings> = {}) =>
  schemaRegistry({ url: `${url}/`, mayRegister: true, checksValues: true, ...changes })
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
const latest = '/subjects/orders-value/versions/latest'
const version = { version: 3, id: 7, schema: '{"type":"object"}', schemaType: 'JSON' }

describe('the address of a subject', () => {
  const odd = fc.constantFrom(
    '.',
    '..',
    '../config',
    './x',
    '%2e%2e',
    'a/../b',
    '..;',
    '\\..',
    '',
    '\ud800',
    '?',
    '#',
    ' ',
    '\t',
  )

  it('lies below /subjects or /config, whatever its name; a name that no address can hold is refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(odd, fc.string({ unit: 'binary' })), async (subject) => {
        asked = []
        const wanted = { subject, schemaType: 'JSON', schema: '{}', compatibility: 'FULL' } as const
        const outcomes = await Promise.allSettled([
          open().latest(subject),
          open().isCompatible(wanted, 2),
          open().register(wanted),
        ])
        for (const outcome of outcomes) {
          if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(RegistryFailure)
        }
        const below =
          /^\/(compatibility\/)?(subjects|config)\/(?!\.{1,2}\/|%2e)[^/?#]+(\/versions(\/(latest|2))?)?(\?[\w=]+)?$/i
        for (const { url: path } of asked) expect(path).toMatch(below)
        if (!isPathSegment(subject)) expect(asked).toEqual([])
      }),
    )
  })
})

describe('a schema registry', () => {
  it.each<{ fact: string; settings: Partial<RegistrySettings>; login: string | undefined }>([
    { fact: 'nobody', settings: {}, login: undefined },
    { fact: 'a user', settings: { username: 'u', password: 'p' }, login: basic('u:p') },
    { fact: 'a user without a password', settings: { username: 'u' }, login: basic('u:') },
    { fact: 'a token', settings: { username: 'u', token: 't' }, login: 'Bearer t' },
  ])('is asked as $fact', async ({ settings, login }) => {
    expect(await open(settings).subjects()).toEqual([])
    expect(asked.map((one) => one.login)).toEqual([login])
  })

  it('tells of the newest version, with the compatibility of the subject or of all', async () => {
    answers = { [latest]: { body: version }, '/config': { body: { compatibilityLevel: 'FULL' } } }
    expect(await open().latest('orders-value')).toEqual({
      subject: 'orders-value',
      ...version,
      hasReferences: false,
      compatibility: 'FULL',
    })
    answers['/config/orders-value?defaultToGlobal=true'] = { body: { compatibilityLevel: 'NONE' } }
    expect(await open().latest('orders-value')).toMatchObject({ compatibility: 'NONE' })
    answers = { [latest]: { body: { version: 1, id: 1, schema: '"string"', references: [{}] } } }
    const avro = await open().latest('orders-value')
    expect(avro).toMatchObject({ schemaType: 'AVRO', hasReferences: true })
    expect(avro).not.toHaveProperty('compatibility')
    expect(await open().latest('nobody-value')).toBeUndefined()
  })

  it('says whether a schema may follow, and registers it with its compatibility', async () => {
    const wanted = { subject: 'a/b', schemaType: 'JSON', schema: '{}', compatibility: 'BACKWARD' } as const
    expect(await open().isCompatible(wanted, 2)).toEqual({ isCompatible: true, reasons: [] })
    answers['/compatibility/subjects/a%2Fb/versions/2?verbose=true'] = {
      body: { is_compatible: false, messages: ['no'] },
    }
    expect(await open().isCompatible(wanted, 2)).toEqual({ isCompatible: false, reasons: ['no'] })
    answers['/subjects/a%2Fb/versions'] = { body: { id: 1 } }
    answers['/config/a%2Fb'] = { body: {} }
    asked = []
    await open().register(wanted)
    const { compatibility: _, ...plain } = wanted
    await open().register(plain)
    expect(asked.map(({ method, url: path, body }) => [method, path, JSON.parse(body)])).toEqual([
      ['POST', '/subjects/a%2Fb/versions', { schemaType: 'JSON', schema: '{}' }],
      ['PUT', '/config/a%2Fb', { compatibility: 'BACKWARD' }],
      ['POST', '/subjects/a%2Fb/versions', { schemaType: 'JSON', schema: '{}' }],
    ])
  })

  it.each([
    { fact: 'a login it does not take', answer: { status: 401 }, says: /does not let this user do that \(401\)\.$/ },
    {
      fact: 'a redirect',
      answer: { status: 302, headers: { location: 'http://x' } },
      says: /sends elsewhere, which is not/,
    },
    { fact: 'a refusal', answer: { status: 422, body: { message: 'bad schema' } }, says: /refused: bad schema\.$/ },
    { fact: 'a fault of its own', answer: { status: 500, body: 'oops' }, says: /refused: it answered 500\.$/ },
    { fact: 'another answer', answer: { body: '<html>' }, says: /does not answer as a schema registry does\.$/ },
  ])('is told with its cause where it answers with $fact', async ({ answer, says }) => {
    answers['/subjects'] = answer
    await expect(open().subjects()).rejects.toThrow(says)
    await expect(open().subjects()).rejects.toBeInstanceOf(RegistryFailure)
  })

  it.each([
    { fact: 'nobody listens', at: 'http://127.0.0.1:1', says: /127\.0\.0\.1:1 does not answer \(ECONNREFUSED\)\.$/ },
    {
      fact: 'nobody knows it',
      at: 'http://nobody.invalid',
      says: /nobody\.invalid is not known by that name\.$|EAI_AGAIN/,
    },
    {
      fact: 'it is link-local',
      at: 'http://169.254.169.254',
      says: /was not asked: .*link-local or reserved address\.$/,
    },
    { fact: 'it is an IPv6 address that nobody may call', at: 'http://[fe80::1]', says: /was not asked: / },
    { fact: 'it speaks no TLS', at: 'https', says: /does not answer \(/ },
  ])('is told with its cause where $fact', async ({ at, says }) => {
    const address = at === 'https' ? url.replace('http:', 'https:') : at
    await expect(open({ url: address }).subjects()).rejects.toThrow(says)
  })

  it('is told to be silent where it does not answer in time', async () => {
    const silent = createServer(() => {})
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as { port: number }
    await expect(open({ url: `http://127.0.0.1:${port}` }).subjects()).rejects.toThrow(/does not answer within 5 s\.$/)
    silent.closeAllConnections()
    silent.close()
  })

  it('compares values with the schema of their topic, unless the profile says not to', async () => {
    const schema = (rest: object) => JSON.stringify({ type: 'object', ...rest })
    const objection = async (text: string, value: object, settings: Partial<RegistrySettings> = {}) => {
      answers = { [latest]: { body: { ...version, id: (Math.random() * 1e9) | 0, schema: text } } }
      return open(settings).objectionTo('orders', JSON.stringify(value))
    }
    const strict = schema({ properties: { id: { type: 'string' } }, additionalProperties: false })
    expect(await objection(strict, { id: 'A' })).toBeUndefined()
    expect(await objection(strict, { id: 'A', x: 1 })).toBe(
      'The value does not fit version 3 of orders-value: the value must NOT have additional properties ("x").',
    )
    expect(await objection(strict, { id: 1 })).toMatch(/orders-value: \/id must be string\.$/)
    expect(await objection(strict, { id: 1 }, { checksValues: false })).toBeUndefined()
    const drafts = ['http://json-schema.org/draft-07/schema#', 'https://json-schema.org/draft/2019-09/schema']
    for (const $schema of [...drafts, 'https://json-schema.org/draft/2020-12/schema']) {
      expect(await objection(schema({ $schema, required: ['id'] }), {})).toMatch(/must have required property 'id'\.$/)
    }
    expect(await objection(schema({ properties: { c: { enum: ['EUR'] } } }), { c: 'USD' })).toMatch(/\(\["EUR"\]\)\.$/)
    expect(await objection('{"type":"nothing"}', {})).toBeUndefined()
    expect(await objection('no json', {})).toBeUndefined()
    answers = { [latest]: { body: { ...version, schemaType: 'PROTOBUF' } } }
    expect(await open().objectionTo('orders', '{}')).toBeUndefined()
    expect(await open().objectionTo('unknown', '{}')).toBeUndefined()
  })
})
