import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aBridge, asDesigner, listening, testHost, testKey, testNow, testToken } from '../testing.ts'

let bridge: Awaited<ReturnType<typeof listening>>
beforeEach(async () => {
  bridge = await listening(aBridge())
})
afterEach(() => bridge.close())

const head = (line: string, headers: Record<string, string> = {}) =>
  `${line} HTTP/1.1\r\n${Object.entries({ host: testHost, ...headers })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`
const authorization = `Bearer ${testToken}`
const json = { 'content-type': 'application/json' }

describe('the host of a request', () => {
  it.each([
    { fact: 'its target', target: 'http://evil.example/api/session', host: testHost, status: 421 },
    { fact: 'its header', target: `http://${testHost}/api/session`, host: 'evil.example', status: 421 },
    { fact: 'neither', target: `http://${testHost}/api/session`, host: testHost, status: 200 },
  ])('is looked at in both places: another one in $fact', async ({ target, host, status }) => {
    const text = await bridge.send(head(`GET ${target}`, { host, authorization, connection: 'close' }))
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  })
})

describe('a request that cannot be read', () => {
  it.each([
    { fact: 'a target that is no path', text: head('GET nothing', { connection: 'close' }) },
    { fact: 'a target that is no address', text: head('GET http://[', { connection: 'close' }) },
    { fact: 'a backslash in the target', text: head('GET /a\\b', { connection: 'close' }) },
    { fact: 'a space in the target', text: head('GET /a b', { connection: 'close' }) },
    { fact: 'another scheme', text: head('GET ftp://x/', { connection: 'close' }) },
    { fact: 'a space in the host', text: head('GET /', { host: 'a b', connection: 'close' }) },
    { fact: 'no host', text: 'GET / HTTP/1.1\r\nconnection: close\r\n\r\n' },
    { fact: 'no HTTP at all', text: '\x16\x03\x01\r\n\r\n' },
    { fact: 'headers without end', text: head('GET /', { 'x-long': 'x'.repeat(20_000) }), status: 431 },
  ])('is refused with a reason: $fact', async ({ text, status = 400 }) => {
    const answer = await bridge.send(text)
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(answer).toMatch(/content-type: application\/json/i)
    expect(answer).toMatch(/"code":"bad-request","message":"The request cannot be read: [^"]+\.","hint":"Send a path/)
  })
})

describe('answers that are not read', () => {
  const grants = ['one', 'other'].map((name) => ({ name, role: 'viewer' as const, token: `a-token-of-${name}-caller` }))
  const fields = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((field) => [field, 'data.t']))
  const flow = aFlow(aConfig({ mapping: { order: { complete: { data: { map: fields } } } } }))
  const large = JSON.stringify({ flow, events: [anEvent({ data: { t: 'x'.repeat(1_400_000) } })] })
  const ask = (name: string, body: string) =>
    head('POST /api/preview', {
      ...json,
      authorization: `Bearer a-token-of-${name}-caller`,
      'content-length': String(body.length),
    }) + body

  /** Asks and reads no more of the answer than its status. */
  async function askOnly(port: number, name: string): Promise<{ status: string; socket: Socket }> {
    const socket = connect(port, '127.0.0.1').on('error', () => {})
    socket.write(ask(name, large))
    await once(socket, 'readable')
    return { socket, status: String(socket.read(12)).slice(9) }
  }

  it('have a limit together, and leave room for others and for what comes when they were taken', async () => {
    const shared = await listening(aBridge({ grants }))
    const opened = [await askOnly(shared.port, 'one')]
    while (opened.at(-1)?.status === '200') opened.push(await askOnly(shared.port, 'one'))
    expect(opened.at(-1)?.status).toBe('429')
    expect(opened.length).toBeGreaterThan(4)
    const other = await askOnly(shared.port, 'other')
    expect(other.status).toBe('200')
    for (const { socket } of [...opened, other]) socket.destroy()
    await expect.poll(() => shared.connections()).toBe(0)
    const again = await askOnly(shared.port, 'one')
    expect(again.status).toBe('200')
    again.socket.destroy()
    await shared.close()
  }, 60_000)

  it('are given up after a while, with their connections', async () => {
    const impatient = await listening(aBridge({ grants }), { unread: 200 })
    const { status, socket } = await askOnly(impatient.port, 'one')
    expect(status).toBe('200')
    await expect.poll(() => impatient.connections(), { timeout: 20_000 }).toBe(0)
    socket.destroy()
    await impatient.close()
  })
})

describe('a body that does not come to its end', () => {
  const unfinished = { ...json, 'transfer-encoding': 'chunked' }
  const piece = `4\r\n[{},\r\n`

  it.each([
    { fact: 'a wrong key', line: 'POST /collect/wrong', headers: {}, code: 'wrong-key' },
    { fact: 'no token', line: 'POST /api/preview', headers: {}, code: 'wrong-token' },
    { fact: 'a path that is not there', line: 'POST /api/nothing', headers: { authorization }, code: 'not-found' },
    { fact: 'another method', line: 'PUT /api/preview', headers: { authorization }, code: 'method-not-allowed' },
  ])('is not waited for with $fact', async ({ line, headers, code }) => {
    const text = await bridge.send(head(line, { ...unfinished, ...headers }) + piece, /\r\n\r\n.*\}/s)
    expect(text).toContain(`"code":"${code}"`)
  })

  it('is refused where it passes the limit of its route, without its rest', async () => {
    const large = `100001\r\n${'x'.repeat(2 ** 20 + 1)}\r\n`
    const text = await bridge.send(head(`POST /collect/${testKey}`, unfinished) + large, /\r\n\r\n.*\}/s)
    expect(text).toMatch(/^HTTP\/1.1 413 .*larger than 1 MiB/s)
  })

  it('is refused by its length before the first byte of it', async () => {
    const headers = { ...json, authorization, 'content-length': String(13 * 2 ** 20) }
    const text = await bridge.send(head('POST /api/preview', headers), /\r\n\r\n.*\}/s)
    expect(text).toMatch(/^HTTP\/1.1 413 .*larger than 4 MiB/s)
  })
})

describe('bodies that one caller does not end', () => {
  it('have a limit together, and leave room for others', async () => {
    const grants = ['one', 'other'].map((name) => ({ name, role: 'viewer' as const, token: `a-token-of-${name}` }))
    const shared = await listening(aBridge({ grants }))
    const headers = (name: string) => ({ ...json, authorization: `Bearer a-token-of-${name}` })
    const part = 3 * 2 ** 20
    const unfinished =
      head('POST /api/preview', { ...headers('one'), 'content-length': String(part + 1) }) + '['.repeat(part)
    const many = Array.from({ length: 18 }, () => shared.send(unfinished, /\r\n\r\n.*\}/s))
    expect(await Promise.race(many)).toMatch(/^HTTP\/1.1 429 .*"code":"too-many-bytes"/s)
    const body = JSON.stringify({ flow: {}, events: [] })
    const ended = { ...headers('other'), 'content-length': String(body.length), connection: 'close' }
    expect(await shared.send(head('POST /api/preview', ended) + body)).toMatch(/^HTTP\/1.1 422 /)
    await shared.close()
    await Promise.all(many)
  })
})

describe('a stream that is not read', () => {
  it('keeps what came last, and no more than its queue and the buffers of the connection', async () => {
    let now = testNow
    // The tap takes so much in each second.
    const app = aBridge({ clock: () => (now += 1_000) })
    const open = await listening(app)
    const stream = connect(open.port, '127.0.0.1')
    stream.write(head('GET /api/live', { authorization }))
    await once(stream, 'readable')
    const event = JSON.stringify({ name: 'order complete', data: { text: 'x'.repeat(900_000) } })
    for (let index = 0; index < 80; index++) {
      const answer = await app.request(`/collect/${testKey}`, {
        method: 'POST',
        headers: { host: testHost, ...json },
        body: event,
      })
      expect(answer.status).toBe(202)
    }
    let bytes = 0
    let text = ''
    for await (const piece of stream) {
      bytes += piece.length
      text += String(piece).replaceAll('x', '')
      if (/"number":80,/.test(text)) break
    }
    expect(text).toMatch(/event: dropped/)
    expect(bytes).toBeLessThan(25 * 2 ** 20)
    await open.close()
  })
})

describe('methods', () => {
  it.each(['TRACE', 'PROPFIND', 'LOCK', 'PURGE'])(
    'that the bridge does not know are refused as JSON: %s',
    async (method) => {
      for (const path of ['/', '/health', '/api/session', `/collect/${testKey}`]) {
        const text = await bridge.send(head(`${method} ${path}`, { authorization, connection: 'close' }))
        expect(text).toMatch(/^HTTP\/1.1 501 /)
        expect(text).toMatch(/content-type: application\/json/i)
        expect(text).toContain(`"code":"method-unknown"`)
      }
    },
  )
})

describe('a body', () => {
  it('that is not UTF-8 is refused, and not produced with other characters', async () => {
    const body = `{"flow":"","events":["\xff"]}`
    const headers = { ...json, authorization, 'content-length': String(body.length), connection: 'close' }
    expect(await bridge.send(head('POST /api/preview', headers) + body)).toContain('"code":"not-utf-8"')
  })

  it('has a limit of its own on each route', async () => {
    const app = aBridge()
    const answer = await app.request('/api/live', asDesigner({ body: { isOpen: true, more: 'x'.repeat(70_000) } }))
    expect(await answer.json()).toMatchObject({
      error: { code: 'body-too-large', message: expect.stringContaining('64 KiB') },
    })
  })
})
