import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import { apiContract, maxBodyBytesOf } from '@mapping-designer/shared-types'
import { describe, expect, it } from 'vitest'
import type { KafkaPort } from './kafka/kafka-port.ts'
import { aBridge, asDesigner, testHost, testNow } from './testing.ts'

const flow = aFlow(aConfig({ mapping: { order: { complete: { data: { map: { id: 'data.id' } } } } } }))

describe('who may ask', () => {
  const rebound = [421, 'wrong-host'] as const
  const elsewhere = [403, 'wrong-origin'] as const
  const unknown = [401, 'wrong-token'] as const
  it.each<[fact: string, request: RequestInit, answer: readonly [number, string]]>([
    ['a rebound host name', asDesigner({ headers: { host: 'evil.example:8080' } }), rebound],
    ['another port of this machine', asDesigner({ headers: { host: '127.0.0.1:9999' } }), rebound],
    ['who names no host', {}, rebound],
    ['a page of another site', asDesigner({ headers: { origin: 'https://evil.example' } }), elsewhere],
    ['a sandboxed frame', asDesigner({ headers: { origin: 'null' } }), elsewhere],
    ['a cross-site fetch without an origin', asDesigner({ headers: { 'sec-fetch-site': 'cross-site' } }), elsewhere],
    ['an empty authorization', asDesigner({ headers: { authorization: '' } }), unknown],
    ['a request without a token', { headers: { host: testHost } }, unknown],
    ['a token of an earlier start', asDesigner({ headers: { authorization: 'Bearer old' } }), unknown],
  ])('turns away %s', async (_, request, [status, code]) => {
    const answer = await aBridge().request('/api/session', request)
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({ error: { code, message: expect.stringMatching(/\.$/) } })
  })

  it('lets the designer in', async () => {
    const answer = await aBridge().request(
      '/api/session',
      asDesigner({ headers: { origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'same-origin' } }),
    )
    expect(await answer.json()).toEqual({ version: '0.0.0', role: 'admin', profiles: [], notice: 'No cluster.' })
  })

  it('has the published packages prove a record', async () => {
    const body = { flow: aFlow(), event: { name: 'page view', timestamp: 5 }, outcome: 'ignored', records: [] }
    const answer = await aBridge().request('/api/prove', asDesigner({ body }))
    expect(await answer.json()).toMatchObject({ verdict: 'different', version: '4.2.1', field: 'outcome' })
  })

  it.each(['/health', '/ready'])('answers %s without a token', async (path) => {
    expect((await aBridge().request(path, { headers: { host: '127.0.0.1:8080' } })).status).toBe(200)
  })
})

describe('who may call', () => {
  it.each<{ fact: string; path: string; request: RequestInit; status: number; code: string }>([
    {
      fact: 'a form',
      path: '/api/preview',
      request: asDesigner({ body: 'flow=1', headers: { 'content-type': 'text/plain' } }),
      status: 415,
      code: 'not-json',
    },
    {
      fact: 'a compressed body',
      path: '/api/preview',
      request: asDesigner({ body: { flow }, headers: { 'content-encoding': 'gzip' } }),
      status: 415,
      code: 'encoded-body',
    },
    {
      fact: 'broken JSON',
      path: '/api/preview',
      request: asDesigner({ body: '{' }),
      status: 400,
      code: 'invalid-json',
    },
    {
      fact: 'a body of no type',
      path: '/api/preview',
      request: { ...asDesigner({ method: 'POST' }), body: new Uint8Array([123, 125]) },
      status: 415,
      code: 'not-json',
    },
    {
      fact: 'a request without events',
      path: '/api/preview',
      request: asDesigner({ body: { flow } }),
      status: 400,
      code: 'invalid-request',
    },
    {
      fact: 'a body over the limit',
      path: '/api/preview',
      request: asDesigner({ body: 'x'.repeat(maxBodyBytesOf(apiContract.preview.preview) + 1) }),
      status: 413,
      code: 'body-too-large',
    },
    {
      fact: 'a flow of version 3',
      path: '/api/preview',
      request: asDesigner({ body: { flow: { version: 3 }, events: [] } }),
      status: 422,
      code: 'flow-version',
    },
    {
      fact: 'a destination that is not there',
      path: '/api/preview',
      request: asDesigner({ body: { flow, destination: 'x', events: [] } }),
      status: 422,
      code: 'flow-destination',
    },
    {
      fact: 'a profile that is not there',
      path: '/api/produce',
      request: asDesigner({ body: { flow, profile: 'x', events: [anEvent()] } }),
      status: 404,
      code: 'profile-missing',
    },
    { fact: 'a route that is not there', path: '/api/nothing', request: asDesigner(), status: 404, code: 'not-found' },
  ])('refuses $fact', async ({ path, request, status, code }) => {
    const answer = await aBridge().request(path, request)
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({ error: { code, message: expect.stringMatching(/^\S.*\.$/) } })
  })

  it('previews with the engine, at the clock of the request', async () => {
    const body = { flow, events: [anEvent(), { name: 'page view' }, 7], now: testNow }
    const answer = await aBridge().request('/api/preview', asDesigner({ body }))
    const { results } = (await answer.json()) as { results: unknown[] }
    expect(results).toMatchObject([
      {
        index: 0,
        outcome: 'message',
        message: { topic: 'walkeros-events', value: '{"id":"ORD-1"}' },
        rule: 'order.complete',
        problems: [],
      },
      { index: 1, outcome: 'message', message: { timestamp: String(testNow) }, rule: null },
      { index: 2, outcome: 'failed', message: null },
    ])
  })

  it('takes the flow as text, comments included', async () => {
    const body = { flow: `// ours\n${JSON.stringify(flow)}`, events: [anEvent()] }
    expect((await aBridge().request('/api/preview', asDesigner({ body }))).status).toBe(200)
  })
})

describe('the page', () => {
  const get = (path: string) => aBridge().request(path, { headers: { host: '127.0.0.1:8080' } })

  it('comes with a policy that allows no inline script', async () => {
    const answer = await get('/')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-security-policy')).toMatch(/script-src 'self' 'wasm-unsafe-eval';/)
  })
  it.each(['/assets/missing.js', '/../package.json', '/%2e%2e/package.json', '/index.htm'])(
    'does not answer %s with the page',
    async (path) => {
      expect((await get(path)).status).toBe(404)
    },
  )
})

describe('files of the page', () => {
  const get = (path: string, isBuilt = true) =>
    aBridge({ isBuilt }).request(path, { headers: { host: '127.0.0.1:8080' } })

  it('are kept by the browser for good where their names change with them', async () => {
    expect((await get('/assets/page.js')).headers.get('cache-control')).toContain('immutable')
    expect((await get('/')).headers.get('cache-control')).toBe('no-cache')
  })

  it('are said not to be built', async () => {
    const error = { code: 'not-found', message: 'The designer is not built.', hint: 'Run: npx -y pnpm build' }
    expect(await (await get('/', false)).json()).toEqual({ error })
    expect(await (await get('/x', false)).json()).toEqual({ error: { code: 'not-found', message: 'There is no /x.' } })
  })
})

it('without a workspace, has no files', async () => {
  expect(await (await aBridge().request('/api/files', asDesigner())).json()).toEqual({ files: [] })
})

describe('roles', () => {
  const kafka = {} as KafkaPort
  it.each([
    { role: 'viewer', method: 'POST', path: '/api/produce' },
    { role: 'viewer', method: 'POST', path: '/api/replays' },
    { role: 'viewer', method: 'PUT', path: '/api/files/flow.json' },
    { role: 'viewer', method: 'POST', path: '/api/live' },
    { role: 'viewer', method: 'POST', path: '/api/profiles/test/topics' },
    { role: 'producer', method: 'POST', path: '/api/profiles/test/topics' },
    { role: 'producer', method: 'DELETE', path: '/api/profiles/test/topics/orders' },
  ] as const)('a $role may not $method $path, and the audit says that it was tried', async ({ role, method, path }) => {
    const lines: object[] = []
    const app = aBridge({ kafka, role, audit: (line) => lines.push(line) })
    const answer = await app.request(path, asDesigner({ method, body: {} }))
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({
      error: { code: 'role-too-low', message: expect.stringMatching(/\.$/) },
    })
    expect(lines).toEqual([{ action: 'denied', who: 'tester', status: 403, code: 'role-too-low', method, path }])
  })
  it('a viewer reads the audit, with topics and hashes: the records themselves are open to a viewer', async () => {
    const at = '2026-11-27T08:00:00.000Z'
    const entries = [
      { at, action: 'replay', who: 'ann', replay: 'r-1', topics: ['orders'] },
      { at, action: 'produce', who: 'ann', topic: 'orders', digest: 'ab12'.repeat(16) },
    ]
    const app = aBridge({ role: 'viewer', readAudit: async () => entries })
    const answer = await app.request('/api/audit', asDesigner())
    expect([answer.status, await answer.json()]).toEqual([200, { entries }])
    const unnamed = await app.request('/api/audit', asDesigner({ headers: { authorization: 'Bearer wrong' } }))
    expect(unnamed.status).toBe(401)
  })
  it('a viewer previews', async () => {
    const answer = await aBridge({ role: 'viewer' }).request('/api/preview', asDesigner({ body: { flow, events: [] } }))
    expect(answer.status).toBe(200)
  })
})

describe('operation', () => {
  it('refuses new requests while it stops, and says so to what balances the load', async () => {
    const app = aBridge({ stopping: AbortSignal.abort() })
    expect((await app.request('/ready', { headers: { host: testHost } })).status).toBe(503)
    expect((await app.request('/api/preview', asDesigner({ body: { flow, events: [] } }))).status).toBe(503)
    expect((await app.request('/health', { headers: { host: testHost } })).status).toBe(200)
  })

  it('counts requests by route for Prometheus', async () => {
    const app = aBridge()
    await app.request('/api/preview', asDesigner({ body: { flow, events: [anEvent()] } }))
    const text = await (await app.request('/metrics', { headers: { host: testHost } })).text()
    expect(text).toContain('bridge_request_duration_seconds_count{method="POST",route="/api/preview",status="200"} 1')
  })

  it('has an OpenAPI document that names roles and bodies', async () => {
    const answer = await aBridge().request('/api/openapi.json', asDesigner())
    expect(await answer.json()).toMatchObject({
      openapi: '3.1.0',
      paths: { '/api/produce': { post: { security: [{ token: [] }], requestBody: { required: true } } } },
    })
  })
})
