import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recordDigest } from '@mapping-designer/mapping-engine'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import { apiContract, maxBodyBytesOf, type PreviewLine } from '@mapping-designer/shared-types'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { KafkaPort } from './kafka/kafka-port.ts'
import { openAudit } from './operation/audit.ts'
import { answerFile } from './produce/answer-journal.ts'
import type { SchemaRegistry } from './registry/schema-registry.ts'
import { aBridge, asDesigner, testHost, testKey, testNow } from './testing.ts'

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

describe('a cluster', () => {
  const kafka = { createTopic: async () => {} } as unknown as KafkaPort
  const registry: SchemaRegistry = {
    mayRegister: true,
    subjects: async () => ['orders-value'],
    latest: async (subject) =>
      subject === 'orders-value'
        ? { subject, version: 2, id: 7, schemaType: 'AVRO', schema: '{}', hasReferences: false }
        : undefined,
    isCompatible: async () => ({ isCompatible: true, reasons: [] }),
    register: async () => {},
    objectionTo: async () => undefined,
    byId: async () => undefined,
  }
  const ask = async (path: string, body?: object, parts: Parameters<typeof aBridge>[0] = { kafka, registry }) => {
    const answer = await aBridge(parts).request(`/api${path}`, asDesigner({ body }))
    return { status: answer.status, body: await answer.json() }
  }

  it('tells the page what it can', async () => {
    const profileOf = async (parts: object) =>
      ((await ask('/session', undefined, parts)).body as { profiles: object[] }).profiles[0]
    const plain = { name: 'test', environment: 'local', mayProduce: true, mayCreateTopics: true, topics: ['*'] }
    const mayDelete = { mayDeleteTopics: true, mustConfirm: false }
    expect(await profileOf({ kafka })).toEqual({ ...plain, ...mayDelete })
    const withRegistry = { ...plain, ...mayDelete, hasRegistry: true }
    expect(await profileOf({ kafka, registry })).toEqual({ ...withRegistry, mayRegisterSchemas: true })
    expect(await profileOf({ kafka, registry: { ...registry, mayRegister: false } })).toEqual(withRegistry)
  })

  it('has the subjects of its registry', async () => {
    expect((await ask('/profiles/test/subjects/orders-value')).body).toMatchObject({ version: 2, schemaType: 'AVRO' })
    expect(await ask('/profiles/test/subjects/none')).toMatchObject({
      status: 404,
      body: { error: { code: 'subject-missing', message: 'The registry has no subject none.' } },
    })
    expect(await ask('/profiles/test/subjects', undefined, { kafka })).toMatchObject({
      status: 404,
      body: { error: { code: 'no-registry' } },
    })
  })

  it('creates a topic as requested', async () => {
    const calls: unknown[] = []
    const createTopic: KafkaPort['createTopic'] = async (...given) => void calls.push(given)
    const parts = { kafka: { createTopic } as unknown as KafkaPort }
    await ask('/profiles/test/topics', { topic: 'a' }, parts)
    const given = { topic: 'b', partitions: 6, replicationFactor: 2, config: { 'retention.ms': '1' } }
    expect((await ask('/profiles/test/topics', given, parts)).body).toEqual({ name: 'b', partitions: 6 })
    const { topic: _, ...settings } = given
    expect(calls).toEqual([
      ['a', { partitions: 3 }],
      ['b', settings],
    ])
  })

  it('is not read from an offset or a time that nobody names', async () => {
    expect(await ask('/profiles/test/topics/orders/records?from=time')).toMatchObject({
      status: 400,
      body: { error: { message: 'at is missing: the time to read from.', place: 'at' } },
    })
  })
})

it('without a workspace, has no files', async () => {
  expect(await (await aBridge().request('/api/files', asDesigner())).json()).toEqual({ files: [] })
})

it('registers a schema on production once its name is typed', async () => {
  const registered: string[] = []
  const registry = {
    mayRegister: true,
    register: async ({ subject }) => void registered.push(subject),
  } as SchemaRegistry
  const app = aBridge({ kafka: {} as KafkaPort, registry, profile: { name: 'live', environment: 'production' } })
  const body = { subject: 'orders-value', schemaType: 'JSON', schema: '{}' }
  for (const query of ['', '?confirm=', '?confirm=orders', '?confirm=Orders-value']) {
    const answer = await app.request(`/api/profiles/live/subjects${query}`, asDesigner({ body }))
    expect(await answer.json()).toMatchObject({
      error: {
        code: 'not-confirmed',
        message: 'live is a production cluster: the name of orders-value has to be typed before it is changed.',
      },
    })
  }
  expect(registered).toEqual([])
  const answer = await app.request('/api/profiles/live/subjects?confirm=orders-value', asDesigner({ body }))
  expect(answer.status).toBe(201)
  expect(registered).toEqual(['orders-value'])
})

describe('randomness of records that are produced one by one', () => {
  const random = { fn: '$code:() => Math.random()' }
  const flow = aFlow(aConfig({ mapping: { order: { complete: { data: { map: { random } } } } } }))
  const events = [anEvent(), anEvent(), anEvent()]
  async function produce(more: object = {}): Promise<string[]> {
    const values: string[] = []
    const send: KafkaPort['send'] = async ({ value }) => {
      values.push(value)
      return { partition: 0, offset: '0' }
    }
    const app = aBridge({ kafka: { send } as KafkaPort })
    const body = { flow, profile: 'test', events, verify: false, ...more }
    expect((await app.request('/api/produce', asDesigner({ body }))).status).toBe(200)
    return values
  }

  it('differs from event to event, and from request to request', async () => {
    expect(new Set([...(await produce()), ...(await produce())]).size).toBe(6)
  })

  it('is that of the preview where the records were on screen', async () => {
    const answer = await aBridge().request('/api/preview', asDesigner({ body: { flow, events, now: testNow } }))
    const { results } = (await answer.json()) as { results: PreviewLine[] }
    const records = results.flatMap(({ message }) => message ?? [])
    const digests = await Promise.all(records.map(recordDigest))
    expect(await produce({ digests, now: testNow })).toEqual(records.map(({ value }) => value))
  })
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

describe('a request that is sent again', () => {
  /** A cluster that counts what it is sent. */
  const counting = (answered: Promise<void> = Promise.resolve()) => {
    const sent: string[] = []
    const kafka = {
      partitionsOf: async () => 1,
      send: async ({ key }: { key: string }) => {
        sent.push(key)
        await answered
        return { partition: 0, offset: String(sent.length) }
      },
    } as unknown as KafkaPort
    return { sent, kafka }
  }
  const body = { flow, profile: 'test', events: [anEvent()], verify: false }

  it('produces once under one Idempotency-Key, also when both are under way', async () => {
    const { sent, kafka } = counting()
    const app = aBridge({ kafka })
    const ask = () => app.request('/api/produce', asDesigner({ body, headers: { 'idempotency-key': 'k-1' } }))
    const answers = await Promise.all([ask(), ask()])
    const [first, second, third] = await Promise.all([...answers, await ask()].map((answer) => answer.json()))
    expect([second, third]).toEqual([first, first])
    expect(sent).toHaveLength(1)
  })
  it('is refused under the key of another request', async () => {
    const { sent, kafka } = counting()
    const app = aBridge({ kafka })
    const ask = (events: unknown[]) =>
      app.request('/api/produce', asDesigner({ body: { ...body, events }, headers: { 'idempotency-key': 'k-1' } }))
    await ask([anEvent()])
    const answer = await ask([anEvent(), anEvent()])
    expect(await answer.json()).toMatchObject({ error: { code: 'key-reused' } })
    expect(sent).toHaveLength(1)
  })
  it('is not produced again by a restarted bridge', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'answers-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const start = (kafka: KafkaPort) => {
      const answers = answerFile(join(folder, 'answers.jsonl'), () => testNow)
      const app = aBridge({ kafka, answers })
      return async (key: string) =>
        (await app.request('/api/produce', asDesigner({ body, headers: { 'idempotency-key': key } }))).json()
    }
    const { sent, kafka } = counting()
    const first = await start(kafka)('answered')
    // The bridge ends while this one is under way.
    const stuck = counting(new Promise(() => {}))
    void start(stuck.kafka)('interrupted')
    await expect.poll(() => stuck.sent.length).toBe(1)
    const again = start(kafka)
    expect(await again('answered')).toEqual(first)
    expect(await again('interrupted')).toMatchObject({ error: { code: 'interrupted' } })
    expect(sent).toHaveLength(1)
  })
  it('is refused before anything is sent where nothing may be done without an audit, and looking is not', async () => {
    const { sent, kafka } = counting()
    const folder = mkdtempSync(join(tmpdir(), 'audit-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const path = join(folder, 'audit.jsonl')
    const audit = await openAudit(
      path,
      () => testNow,
      () => {},
    )
    const app = aBridge({ kafka, audit: audit.write, beforeChange: audit.announce })
    const status = async (route: string, request?: Parameters<typeof asDesigner>[0]) =>
      (await app.request(route, asDesigner(request))).status
    expect(await status('/api/produce', { body })).toBe(200)
    await audit.close()
    rmSync(path)
    mkdirSync(path)
    expect(await status('/api/produce', { body })).toBe(507)
    expect(await status('/api/profiles/test/topics', { body: { topic: 'orders' } })).toBe(507)
    expect(await status('/api/profiles/test/topics/orders', { method: 'DELETE' })).toBe(507)
    expect(await status('/api/session')).toBe(200)
    expect(sent).toHaveLength(1)
    rmdirSync(path)
    expect(await status('/api/produce', { body })).toBe(200)
    await audit.close()
    const lines = readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ action }) => action)).toEqual(['begin', 'produce'])
  })
  it('waits where the profile has had its records of the minute', async () => {
    const { sent, kafka } = counting()
    let now = testNow
    const app = aBridge({ kafka, clock: () => now, profile: { maxPerMinute: 2 } })
    const ask = () => app.request('/api/produce', asDesigner({ body }))
    const statuses = [(await ask()).status, (await ask()).status]
    const third = await ask()
    expect(await third.json()).toMatchObject({ error: { code: 'too-fast', hint: 'Try again in 60 s.' } })
    // A clock that is set back does not shut anybody out.
    now -= 3_600_000
    const back = await ask()
    expect([back.status, (await ask()).status, (await ask()).status]).toEqual([200, 200, 429])
    now += 3_600_000 + 60_001
    expect([...statuses, third.status, (await ask()).status]).toEqual([200, 200, 429, 200])
    expect(sent).toHaveLength(5)
  })
})

describe('the live tap', () => {
  const collect = (app: ReturnType<typeof aBridge>, body: unknown, key = testKey) =>
    app.request(`/collect/${key}`, {
      method: 'POST',
      headers: { host: testHost, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  it('takes one event, an array and a batch, and shows them to the page', async () => {
    const app = aBridge()
    for (const body of [anEvent(), [anEvent(), anEvent()], { events: [anEvent()] }]) {
      expect((await collect(app, body)).status).toBe(202)
    }
    const stream = await app.request('/api/live', asDesigner())
    const reader = stream.body?.getReader()
    let text = ''
    while (text.split('event: event').length < 5) text += new TextDecoder().decode((await reader?.read())?.value)
    await reader?.cancel()
    expect(text).toContain('"number":4')
  })
  it('keeps the digits that an event came with', async () => {
    const app = aBridge()
    const body = '{"events":[{"name":"a b","data":{"id":820982911946154508,"total":1.10}},{"name":"c d"}]}'
    const headers = { host: testHost, 'content-type': 'application/json' }
    await app.request(`/collect/${testKey}`, { method: 'POST', headers, body })
    const reader = (await app.request('/api/live', asDesigner())).body?.getReader()
    let text = ''
    while (!text.includes('c d')) text += new TextDecoder().decode((await reader?.read())?.value)
    await reader?.cancel()
    expect(text).toContain(JSON.stringify('{"name":"a b","data":{"id":820982911946154508,"total":1.10}}'))
  })
  it('takes no other JSON', async () => {
    expect(await (await collect(aBridge(), 'text')).json()).toMatchObject({
      error: { code: 'invalid-request', message: 'The document must be an event, or events in an array.' },
    })
  })
  it('keeps the newest five hundred events', async () => {
    let now = testNow
    const app = aBridge({ clock: () => now })
    for (let index = 0; index < 3; index++) {
      await collect(app, { batch: Array.from({ length: 200 }, () => anEvent()) })
      now += 1_000
    }
    const stream = await app.request('/api/live', asDesigner())
    const reader = stream.body?.getReader()
    let text = ''
    while (!text.includes('"number":600')) text += new TextDecoder().decode((await reader?.read())?.value)
    await reader?.cancel()
    expect(text.match(/"number":(\d+)/)?.[1]).toBe('101')
  })
  it('takes nothing without its key, and nothing while it is closed', async () => {
    const app = aBridge()
    expect((await collect(app, anEvent(), 'wrong')).status).toBe(401)
    await app.request('/api/live', asDesigner({ body: { isOpen: false } }))
    expect((await collect(app, anEvent())).status).toBe(429)
    const state = await app.request('/api/live/state', asDesigner())
    expect(await state.json()).toMatchObject({ isOpen: false, taken: 0, dropped: 1 })
  })
  it('drops what is over the rate, and says how many', async () => {
    const answer = await collect(
      aBridge(),
      Array.from({ length: 250 }, () => anEvent()),
    )
    expect(await answer.json()).toEqual({ taken: 200, dropped: 50 })
  })
})
