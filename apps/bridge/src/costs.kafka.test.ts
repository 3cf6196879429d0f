import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import type { JsonObject } from '@mapping-designer/shared-types'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { aProfile } from './config/testing.ts'
import { kafkaCluster } from './kafka/kafka-cluster.ts'

/** What docs/security.md promises: seconds without an answer, and MiB that are added to the memory of the bridge. */
const max = { silence: 0.5, memory: 600 }

let bridge: ChildProcess
let registry: Server
let url: URL
let collectPath: string
const topic = `costs-${Date.now()}`
/** Takes records of megabytes. */
const large = `${topic}-large`
const leaving = new AbortController()

const schema = JSON.stringify({ properties: { items: { uniqueItems: true } } })

beforeAll(async () => {
  const brokers = inject('kafka').brokers.plaintext
  await fillWithBombs(brokers)
  registry = createServer((request, answer) => {
    const isSchema = request.url?.endsWith('/latest')
    answer.end(
      JSON.stringify(isSchema ? { version: 1, id: 1, schema, schemaType: 'JSON' } : { compatibilityLevel: 'NONE' }),
    )
  })
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve))
  const { port } = registry.address() as AddressInfo
  url = await start({ KAFKA_BROKERS: brokers, SCHEMA_REGISTRY_URL: `http://127.0.0.1:${port}` })
  collectPath = ((await (await ask('/api/live/state')).json()) as { path: string }).path
}, 120_000)

afterAll(async () => {
  leaving.abort()
  const ended = new Promise((resolve) => bridge.once('exit', resolve))
  bridge.kill('SIGKILL')
  await ended
  registry.close()
})

/** Each batch has some kB in the topic, and 30 MiB when it is unpacked. */
async function fillWithBombs(brokers: string): Promise<void> {
  const kafka = kafkaCluster(aProfile({ brokers: [brokers] }))
  await kafka.createTopic(topic, { partitions: 1 })
  await kafka.createTopic(large, { partitions: 1, config: { 'max.message.bytes': '8000000' } })
  const record = { topic, key: 'k', value: 'x'.repeat(30 * 2 ** 20), headers: {}, timestamp: '1700000000000' }
  for (let count = 0; count < 12; count++) await kafka.send(record, { acks: -1, compression: 4 })
  await kafka.close()
}

/** The real bridge in a process of its own; answers its address. */
function start(env: Record<string, string>): Promise<URL> {
  const main = fileURLToPath(new URL('main.ts', import.meta.url))
  const args = ['--disable-warning=TimeoutNegativeWarning', main, 'serve', '--no-open', '--port', '0']
  bridge = spawn(process.execPath, args, {
    env: { ...process.env, ...env, PRODUCE_ENABLED: 'true', PRODUCE_TOPICS: '*' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    bridge.stdout?.once('data', (line: Buffer) => resolve(new URL(line.toString().trim())))
    bridge.once('exit', () => reject(new Error('The bridge ended.')))
  })
}

/** A request; of what is not JSON yet the text is made here. */
function ask(
  path: string,
  body?: string | object,
  signal: AbortSignal = leaving.signal,
  method = body === undefined ? 'GET' : 'POST',
): Promise<Response> {
  return fetch(new URL(path, url), {
    method,
    headers: { authorization: `Bearer ${url.hash.replace('#token=', '')}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    signal,
  })
}

/** The status and what is wrong, without the body where that is large. */
async function statusOf(answer: Promise<Response>): Promise<number> {
  const { status, body } = await answer
  await body?.cancel()
  return status
}

async function gauge(name: string): Promise<number> {
  const text = await (await fetch(new URL('/metrics', url))).text()
  return Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1])
}

const memory = async () => (await gauge('bridge_resident_memory_bytes')) / 2 ** 20

/** Seconds until `/health` answers. */
async function healthTime(): Promise<number> {
  const began = performance.now()
  expect((await fetch(new URL('/health', url))).status).toBe(200)
  return (performance.now() - began) / 1_000
}

/** What an attack costs until it is over. */
async function costOf(attack: () => Promise<unknown>) {
  const before = await memory()
  await gauge('bridge_longest_turn_seconds')
  let isOver = false
  const ended = attack().finally(() => {
    isOver = true
  })
  const max = { memory: before, silence: 0, health: 0 }
  while (!isOver) {
    max.health = Math.max(max.health, await healthTime())
    max.memory = Math.max(max.memory, await memory())
    max.silence = Math.max(max.silence, await gauge('bridge_longest_turn_seconds'))
    await Promise.race([ended.catch(() => {}), new Promise((resolve) => setTimeout(resolve, 100))])
  }
  return { result: await ended, ...max, memory: max.memory - before }
}

const costs: { attack: string; 'MiB added': string; 'turn, s of processor': string; '/health, s': string }[] = []
// On a busy machine an answer takes as long as the machine likes, so that this is a figure and no promise.
afterAll(() => console.table(costs))

const together = <T>(count: number, make: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)))

const mapOf = (fields: number, value: JsonObject, kafka?: JsonObject) =>
  aFlow(
    aConfig(
      {
        mapping: {
          order: {
            complete: {
              data: { map: Object.fromEntries(Array.from({ length: fields }, (_, at) => [`f${at}`, value])) },
            },
          },
        },
      },
      kafka,
    ),
  )
const withText = (length: number) => anEvent({ data: { text: 'x'.repeat(length) } })
const preview = (flow: object, events: object[], signal?: AbortSignal) => ask('/api/preview', { flow, events }, signal)
const brackets = `{"flow":{},"events":[${new Array(1_350_000).fill('[]').join()}]}`

async function leaveEarly() {
  const left = AbortSignal.timeout(1_000)
  const endless = mapOf(1, { fn: '$code:() => { for (;;); }' })
  await together(4, () => preview(endless, new Array(60).fill(anEvent()), left).catch(() => {}))
  const flow = mapOf(1, { fn: '$code:() => 1' })
  return ((await (await preview(flow, [anEvent()])).json()) as { results: object[] }).results
}

async function floodTap() {
  await together(8, () => ask('/api/live'))
  const event = JSON.stringify(withText(900_000))
  return together(120, () => statusOf(ask(collectPath, event)))
}

const produceMany = () => {
  const flow = aFlow(aConfig({ mapping: { order: { complete: { data: { map: { items: { key: 'nested' } } } } } } }))
  const event = anEvent({ nested: Array.from({ length: 30_000 }, (_, id) => ({ id })) } as never)
  return ask('/api/produce', { flow, events: [event], profile: 'env' }).then((answer) => answer.text())
}

/** 100 records of 2 MB, out of one request of 1 MB. */
async function replayMuch(): Promise<unknown> {
  const id = crypto.randomUUID()
  const flow = mapOf(200, { key: 'data.text' }, { topic: large })
  await statusOf(ask('/api/replays', { id, flow, profile: 'env' }))
  const events = new Array(100).fill(withText(10_000))
  return (await ask(`/api/replays/${id}/events`, { from: 0, events, isLast: true }, leaving.signal, 'PUT')).json()
}

it.each<{ who: string; attack: string; run: () => Promise<unknown>; result: unknown }>([
  {
    who: 'a viewer',
    attack: 'previews of records that no topic takes',
    run: () =>
      together(3, () => statusOf(preview(mapOf(4_000, { key: 'data.text' }), new Array(30).fill(withText(100_000))))),
    result: [200, 200, 200],
  },
  {
    who: 'a viewer',
    attack: 'bodies of nothing but brackets, eight at once',
    run: () => together(8, () => statusOf(ask('/api/preview', brackets))),
    result: new Array(8).fill(400),
  },
  {
    who: 'a viewer',
    attack: 'a flow of megabytes',
    run: () => statusOf(preview(mapOf(40_000, { key: 'data.text' }), [anEvent()])),
    result: 413,
  },
  {
    who: 'a viewer',
    attack: 'functions that never return, for which nobody waits',
    run: leaveEarly,
    result: [expect.objectContaining({ outcome: 'message' })],
  },
  {
    who: 'a viewer and the writer of a topic',
    attack: 'batches that unpack to 360 MiB, read four times at once',
    run: () => together(4, () => statusOf(ask(`/api/profiles/env/topics/${topic}/records?limit=1`))),
    result: [200, 200, 200, 200],
  },
  {
    who: 'a producer',
    attack: 'a value that takes minutes to compare with its schema',
    run: produceMany,
    result: expect.stringContaining('take longer than 3 s to check'),
  },
  {
    who: 'a producer',
    attack: 'replays that make much of little, four at once',
    run: () => together(4, replayMuch),
    result: new Array(4).fill(expect.objectContaining({ done: 100 })),
  },
  {
    who: 'the holder of the key',
    attack: 'large events, with eight streams that are not read',
    run: floodTap,
    result: expect.arrayContaining([202, 429]),
  },
])('$who can neither end nor silence the bridge: $attack', async ({ attack, run, result }) => {
  const cost = await costOf(run)
  costs.push({
    attack,
    'MiB added': cost.memory.toFixed(0),
    'turn, s of processor': cost.silence.toFixed(2),
    '/health, s': cost.health.toFixed(2),
  })
  expect(cost.result).toEqual(result)
  expect(cost.memory).toBeLessThan(max.memory)
  expect(cost.silence).toBeLessThan(max.silence)
  expect((await fetch(new URL('/health', url))).status).toBe(200)
})
