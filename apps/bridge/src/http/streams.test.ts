import type { BrowsedRecord } from '@mapping-designer/shared-types'
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { KafkaFailure, type KafkaPort } from '../kafka/kafka-port.ts'
import { aBridge, asDesigner, testHost, testKey, testToken } from '../testing.ts'
import { createStreams } from './streams.ts'

type Bridge = ReturnType<typeof aBridge>

describe('a stream of events', () => {
  const following = (follow: KafkaPort['follow'], log?: (fields: object) => void) =>
    aBridge({ kafka: { follow } as unknown as KafkaPort, ...(log && { log }) })
  const read = async (app: Bridge) =>
    (await app.request('/api/profiles/test/topics/orders/follow', asDesigner())).text()
  const failing = async function* (error: unknown): AsyncGenerator<BrowsedRecord[]> {
    yield []
    throw error
  }

  it('says as an event what went wrong, because its status is long gone', async () => {
    const text = await read(following(() => failing(new KafkaFailure('unreachable', 'The broker went away.'))))
    expect(text).toContain('event: ready\ndata: {}\n\nevent: records\ndata: {"records":[]}\n')
    expect(text).toContain('event: error\ndata: {"error":{"code":"unreachable","message":"The broker went away."}}\n')
  })

  it('keeps a fault of the bridge to the log', async () => {
    const log: object[] = []
    const text = await read(
      following(
        () => failing('a secret'),
        (line) => log.push(line),
      ),
    )
    expect(text).toContain('event: error\ndata: {"error":{"code":"internal"')
    expect(text).not.toContain('a secret')
    expect(log).toContainEqual({ err: 'a secret' })
  })

  it('ends where there is nothing more', async () => {
    expect(await read(following(async function* () {}))).not.toContain('event: error')
  })

  it('reads no further from Kafka than its caller takes', async () => {
    let read = 0
    const follow = async function* (): AsyncGenerator<BrowsedRecord[]> {
      for (; read < 1_000; read++) yield []
    }
    const { body } = await following(follow).request('/api/profiles/test/topics/orders/follow', asDesigner())
    const reader = body?.getReader()
    await reader?.read()
    await reader?.read()
    await new Promise(setImmediate)
    expect(read).toBeLessThan(10)
    await reader?.cancel()
  })
})

describe('a caller who reads slowly', () => {
  const collect = (app: Bridge, text: string) =>
    app.request(`/collect/${testKey}`, {
      method: 'POST',
      headers: { host: testHost, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'order complete', data: { text } }),
    })

  it('gets the newest events, and how many were left out before them', async () => {
    let now = 0
    // The tap takes so much in each second.
    const app = aBridge({ clock: () => (now += 1_000) })
    const { body } = await app.request('/api/live', asDesigner())
    for (let index = 0; index < 100; index++) expect((await collect(app, 'x'.repeat(100_000))).status).toBe(202)
    const reader = body?.getReader()
    let text = ''
    while (!text.includes('"number":100,')) text += new TextDecoder().decode((await reader?.read())?.value)
    await reader?.cancel()
    const dropped = Number(/event: dropped\ndata: \{"count":(\d+)\}/.exec(text)?.[1])
    const numbers = [...text.matchAll(/"number":(\d+)/g)].map(([, number]) => Number(number))
    expect(numbers).toHaveLength(100 - dropped)
    expect(numbers).toEqual(numbers.toSorted((one, other) => one - other))
    expect(text.length).toBeLessThan(5 * 2 ** 20)
  })
})

describe('how many streams there are', () => {
  const watch = (app: Bridge, method = 'GET', token = testToken) =>
    app.request('/api/live', asDesigner({ method, headers: { authorization: `Bearer ${token}` } }))

  it('is bounded for each caller, and one that ends makes room', async () => {
    const other = { name: 'other', role: 'viewer', token: 'a-token-of-somebody-else' } as const
    const app = aBridge({ grants: [{ name: 'tester', role: 'viewer', token: testToken }, other] })
    const pages = await Promise.all(Array.from({ length: 50 }, () => watch(app)))
    expect(pages.map(({ status }) => status)).toEqual(pages.map(() => 200))
    const late = await watch(app)
    expect(late.status).toBe(429)
    expect(await late.json()).toMatchObject({ error: { code: 'too-many-streams' } })
    expect((await watch(app, 'GET', other.token)).status).toBe(200)
    // Another app of the same process has its own.
    expect((await watch(aBridge())).status).toBe(200)
    await Promise.all(pages.map(({ body }) => body?.cancel()))
    await expect.poll(async () => (await watch(app)).status).toBe(200)
  })

  it('counts a list of failures that is still read, too, and reads it no faster', async () => {
    let read = 0
    const failures = async function* () {
      for (; read < 1_000; read++) yield 'x'
    }
    const streams = createStreams({
      maxStreams: { perCaller: 1, total: 1 },
      stopping: new AbortController().signal,
      errorBody: () => ({}),
    })
    const app = new Hono().get('/', (context) => streams.text(context, 'tester', failures()))
    app.onError(() => new Response(null, { status: 429 }))
    const first = await app.request('/')
    expect((await app.request('/')).status).toBe(429)
    expect(read).toBe(0)
    await first.body?.cancel()
    expect((await (await app.request('/')).text()).length).toBe(1_000)
    expect((await app.request('/')).status).toBe(200)
  })

  it('counts nobody who asks for the head alone', async () => {
    const app = aBridge()
    const heads = await Promise.all(Array.from({ length: 60 }, () => watch(app, 'HEAD')))
    expect(heads.map(({ status, body }) => ({ status, body }))).toEqual(heads.map(() => ({ status: 200, body: null })))
    expect(heads[0]?.headers.get('content-type')).toBe('text/event-stream')
    expect((await watch(app)).status).toBe(200)
  })
})
