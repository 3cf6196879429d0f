import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import { describe, expect, it } from 'vitest'
import { maxBodyBytes } from './http/guards.ts'
import type { KafkaPort } from './kafka/kafka-port.ts'
import { aBridge, asDesigner, testNow } from './testing.ts'

const flow = aFlow(aConfig({ mapping: { order: { complete: { data: { map: { id: 'data.id' } } } } } }))

describe('who may ask', () => {
  it.each<{ fact: string; request: RequestInit; status: number; code: string }>([
    {
      fact: 'a rebound host name',
      request: asDesigner({ headers: { host: 'evil.example:8080' } }),
      status: 421,
      code: 'wrong-host',
    },
    {
      fact: 'another port of this machine',
      request: asDesigner({ headers: { host: '127.0.0.1:9999' } }),
      status: 421,
      code: 'wrong-host',
    },
    {
      fact: 'a page of another site',
      request: asDesigner({ headers: { origin: 'https://evil.example' } }),
      status: 403,
      code: 'wrong-origin',
    },
    {
      fact: 'a sandboxed frame',
      request: asDesigner({ headers: { origin: 'null' } }),
      status: 403,
      code: 'wrong-origin',
    },
    {
      fact: 'a cross-site fetch without an origin',
      request: asDesigner({ headers: { 'sec-fetch-site': 'cross-site' } }),
      status: 403,
      code: 'wrong-origin',
    },
    {
      fact: 'nobody in particular',
      request: asDesigner({ headers: { authorization: '' } }),
      status: 401,
      code: 'wrong-token',
    },
    {
      fact: 'a token of an earlier start',
      request: asDesigner({ headers: { authorization: 'Bearer old' } }),
      status: 401,
      code: 'wrong-token',
    },
  ])('turns away $fact', async ({ request, status, code }) => {
    const answer = await aBridge().request('/api/session', request)
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({ error: { code, message: expect.stringMatching(/\.$/) } })
  })

  it('lets the designer in', async () => {
    const answer = await aBridge().request(
      '/api/session',
      asDesigner({ headers: { origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'same-origin' } }),
    )
    expect(await answer.json()).toEqual({ version: '0.0.0', profiles: [], notice: 'No cluster.' })
  })

  it.each(['/health', '/ready'])('answers %s without a token', async (path) => {
    expect((await aBridge().request(path, { headers: { host: '127.0.0.1:8080' } })).status).toBe(200)
  })
})

describe('what may be asked', () => {
  it.each<{ fact: string; path: string; request: RequestInit; status: number; code: string }>([
    {
      fact: 'a form',
      path: '/api/preview',
      request: asDesigner({ body: 'flow=1', headers: { 'content-type': 'text/plain' } }),
      status: 415,
      code: 'not-json',
    },
    {
      fact: 'broken JSON',
      path: '/api/preview',
      request: asDesigner({ body: '{' }),
      status: 400,
      code: 'invalid-json',
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
      request: asDesigner({ body: 'x'.repeat(maxBodyBytes + 1) }),
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
      expect((await get(path)).status).not.toBe(200)
    },
  )
})

describe('limits of a profile', () => {
  const kafka = {} as KafkaPort
  const body = { flow, profile: 'live', events: [anEvent(), anEvent()] }
  it('sends nothing to production before its name is typed', async () => {
    const app = aBridge({ kafka, profile: { name: 'live', environment: 'production' } })
    for (const confirm of [undefined, 'Live', '']) {
      const answer = await app.request('/api/produce', asDesigner({ body: { ...body, confirm } }))
      expect(answer.status).toBe(403)
      expect(await answer.json()).toMatchObject({ error: { code: 'not-confirmed' } })
    }
  })
  it('sends no more records at once than the profile takes', async () => {
    const app = aBridge({ kafka, profile: { name: 'live', maxRecords: 1 } })
    const answer = await app.request('/api/produce', asDesigner({ body }))
    expect(await answer.json()).toMatchObject({
      error: { code: 'too-many-records', message: expect.stringContaining('takes at most 1 at once, and these are 2') },
    })
  })
})
