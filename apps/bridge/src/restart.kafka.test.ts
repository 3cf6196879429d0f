import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type {} from '@mapping-designer/local-kafka/testing'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import type { ProduceReply, ReplayState } from '@mapping-designer/shared-types'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { aProfile } from './config/testing.ts'
import { kafkaCluster } from './kafka/kafka-cluster.ts'

const broker = inject('kafka').brokers.plaintext
const kafka = kafkaCluster(aProfile({ brokers: [broker] }))
const main = fileURLToPath(new URL('main.ts', import.meta.url))
const token = 'a-token-that-outlives-the-bridge'
const topic = `restart-${crypto.randomUUID()}`
const rules = {
  order: { complete: {} },
  page: { view: { ignore: true } },
  form: { submit: { settings: { topic: 'not-allowed' } } },
}
const flow = aFlow(aConfig({ mapping: rules }, { topic, key: 'data.id', compression: 'none' }))
const orders = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => anEvent({ data: { id: `O-${from + index}` } }))

let folder: string
let port: number
let bridge: ChildProcess

async function start(): Promise<void> {
  bridge = spawn(
    process.execPath,
    ['--disable-warning=TimeoutNegativeWarning', main, 'serve', '--no-open', '--port', String(port)].concat([
      '--config',
      join(folder, 'config.json'),
      '--audit',
      join(folder, 'audit.jsonl'),
    ]),
    { env: { ...process.env, BRIDGE_TOKEN: token }, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await new Promise((resolve, reject) => {
    bridge.stdout?.once('data', resolve)
    bridge.once('exit', reject)
  })
}

async function kill(): Promise<void> {
  const ended = new Promise((resolve) => bridge.once('exit', resolve))
  bridge.kill('SIGKILL')
  await ended
}

async function ask<T>(method: string, path: string, body: object, headers: Record<string, string> = {}) {
  const answer = await fetch(`http://127.0.0.1:${port}/api${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return (await answer.json()) as T & { error?: { code: string } }
}

const keys = async () =>
  (await kafka.browse(topic, { from: { kind: 'earliest' }, limit: 100_000 })).map(({ key }) =>
    key !== null && 'text' in key ? key.text : '',
  )

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'restart-'))
  const produce = { enabled: true, topics: ['restart-*'] }
  writeFileSync(
    join(folder, 'config.json'),
    JSON.stringify({
      profiles: [{ name: 'test', environment: 'local', brokers: [broker], produce }],
      access: { hosts: ['designer.example'], tokens: [{ name: 'ci', role: 'producer', token: '$env.BRIDGE_TOKEN' }] },
    }),
  )
  port = await new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = server.address() as { port: number }
      server.close(() => resolve(free))
    })
  })
  await kafka.createTopic(topic, { partitions: 3 })
  await start()
})
afterAll(async () => {
  await kill()
  await kafka.close()
  rmSync(folder, { recursive: true })
})

describe('a bridge that is killed', () => {
  it('while it replays: the replay goes on under its id, every record is there once, and the report is whole', async () => {
    const id = crypto.randomUUID()
    /** Of ten events, one is ignored, one is not allowed, and eight are produced. */
    const mixed = orders(0, 11_000).map((event, index): ReturnType<typeof anEvent> => {
      const name = ({ 3: 'page view', 7: 'form submit' } as Record<number, string>)[index % 10]
      return { ...event, ...(name !== undefined && { name }) }
    })
    const open = () => ask<ReplayState>('POST', '/replays', { id, profile: 'test', flow })
    await open()
    await ask('PUT', `/replays/${id}/events`, { from: 0, events: mixed.slice(0, 1_000) })
    // It ends at once, wherever the chunk of several transactions is then: no machine is so fast that it is over.
    const chunk = ask('PUT', `/replays/${id}/events`, { from: 1_000, events: mixed.slice(1_000) })
    const lost = expect(chunk).rejects.toThrow('fetch failed')
    await Promise.all([kill(), lost])
    await start()
    const { accepted, done, skipped, failed } = await open()
    expect({ done, skipped, failed }).toEqual({ done: accepted * 0.8, skipped: accepted / 10, failed: accepted / 10 })
    const state = await ask<ReplayState>('PUT', `/replays/${id}/events`, {
      from: accepted,
      events: mixed.slice(accepted),
      isLast: true,
    })
    expect(state).toMatchObject({ status: 'done', accepted: 11_000, done: 8_800, skipped: 1_100, failed: 1_100 })
    await expect
      .poll(async () => (await keys()).sort())
      .toEqual(
        mixed
          .filter(({ name }) => name === 'order complete')
          .map(({ data }) => (data as { id: string }).id)
          .sort(),
      )
    const headers = { authorization: `Bearer ${token}` }
    const failures = await (await fetch(`http://127.0.0.1:${port}/api/replays/${id}/failures`, { headers })).text()
    expect(
      failures
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { index: number }).index),
    ).toEqual(mixed.flatMap(({ name }, index) => (name === 'form submit' ? [index] : [])))
  })

  it('while it produces: the same request again is answered or named, and never produced twice', async () => {
    const before = (await keys()).length
    const send = () =>
      ask<ProduceReply>(
        'POST',
        '/produce',
        { profile: 'test', flow, events: orders(9_000, 9_100) },
        { 'idempotency-key': topic },
      )
    const first = send()
    const lost = expect(first).rejects.toThrow('fetch failed')
    await expect.poll(async () => (await keys()).length).toBeGreaterThan(before)
    await Promise.all([kill(), lost])
    const written = (await keys()).length
    await start()
    expect((await send()).error?.code).toBe('interrupted')
    expect(await keys()).toHaveLength(written)
  })
})

describe('a client that goes away', () => {
  it('in the middle of a stream leaves nothing behind: the next ones are served', async () => {
    /** Follows a topic until the first bytes are there, and goes away; answers the status. */
    const follow = () =>
      new Promise<number | undefined>((resolve, reject) => {
        const path = `/api/profiles/test/topics/${topic}/follow`
        const stream = request({ port, host: '127.0.0.1', path, headers: { authorization: `Bearer ${token}` } })
        stream.on('response', (answer) => {
          answer.once('data', () => {
            stream.destroy()
            resolve(answer.statusCode)
          })
          answer.on('error', () => {})
        })
        stream.on('error', reject)
        stream.end()
      })
    // More than are open at once at most; one who is turned away comes again until there is room.
    const untilServed = async () => {
      while ((await follow()) === 429);
    }
    for (let round = 0; round < 6; round++) await Promise.all(Array.from({ length: 10 }, untilServed))
    await untilServed()
  })

  it('in the middle of a body, or sends it too slowly, and does not keep a connection', async () => {
    const socket = connect(port, '127.0.0.1')
    let answer = ''
    socket.on('data', (bytes) => {
      answer += bytes.toString()
    })
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.write(
      `POST /api/preview HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer ${token}\r\n` +
        'content-type: application/json\r\ncontent-length: 1000\r\n\r\n{"flow":',
    )
    await closed
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200)
  })
})
