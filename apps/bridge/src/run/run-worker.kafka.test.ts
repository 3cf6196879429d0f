import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type {} from '@mapping-designer/local-kafka/testing'
import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
import { Producer } from '@platformatic/kafka'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import type { Profile } from '../config/profile.ts'
import { fetchFrom, type Positions, positionsFrom } from '../kafka/browse-records.ts'
import { kafkajsKafka } from '../kafka/kafkajs-kafka.ts'
import { openReader } from '../kafka/reader.ts'
import { aProfile } from '../testing.ts'

const broker = inject('kafka').brokers.plaintext
const profile: Profile = aProfile({ brokers: [broker] })
const kafka = kafkajsKafka(profile)
const reader = openReader(profile)
const main = fileURLToPath(new URL('../main.ts', import.meta.url))
let folder: string
let flow: string
let input: string
let output: string
let group: string
const workers = new Set<ChildProcess>()
const mostKills = 10

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-'))
})
afterAll(async () => {
  await Promise.all([kafka.close(), reader.close()])
  rmSync(folder, { recursive: true })
})
beforeEach(async () => {
  const id = crypto.randomUUID()
  input = `in-${id}`
  output = `out-${id}`
  group = `group-${id}`
  flow = join(folder, `${id}.json`)
  const mapping = {
    order: { complete: { data: { map: { id: 'data.id' } } } },
    page: { view: { ignore: true } },
    large: { one: { settings: { topic: 'nobody.made.me' } } },
    secret: { one: { settings: { topic: 'not-allowed' } } },
  }
  writeFileSync(
    flow,
    JSON.stringify(aFlow(aConfig({ mapping }, { topic: output, key: 'data.id', compression: 'none' }))),
  )
  await kafka.createTopic(input, 6)
  await kafka.createTopic(output, 3)
  await kafka.createTopic(`${input}.dead-letter`, 1)
})

// Also where a test failed: a worker goes on for ever.
afterEach(() => end('SIGKILL'))

function startWorker(): ChildProcess {
  const child = spawn(process.execPath, [main, 'run', flow, '--from', input, '--group', group], {
    env: {
      ...process.env,
      KAFKA_BROKERS: broker,
      PRODUCE_ENABLED: 'true',
      PRODUCE_TOPICS: 'in-*,out-*,nobody.*',
      INIT_CWD: folder,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  workers.add(child)
  child.once('exit', () => workers.delete(child))
  return child
}

async function end(signal: NodeJS.Signals): Promise<void> {
  await Promise.all(
    [...workers].map(
      (child) =>
        new Promise<void>((resolve) => {
          child.once('exit', () => resolve())
          child.kill(signal)
        }),
    ),
  )
}

async function write(values: readonly (string | Buffer)[]): Promise<void> {
  const producer = new Producer({ clientId: 'test', bootstrapBrokers: [broker] })
  for (let from = 0; from < values.length; from += 2_000) {
    const messages = values
      .slice(from, from + 2_000)
      .map((value, at) => ({ topic: input, value: Buffer.from(value), partition: (from + at) % 6 }))
    await producer.send({ messages, acks: -1 })
  }
  await producer.close()
}

const event = (id: string, name = 'order complete') => JSON.stringify({ name, data: { id } })

/** Counts how often each key is in a topic, as a consumer of committed records sees it; each call reads on. */
function keyCounter(topic: string): () => Promise<ReadonlyMap<string, number>> {
  const seen = new Map<string, number>()
  let positions: Positions | undefined
  return async () => {
    positions ??= (await positionsFrom(reader, topic, { from: { kind: 'earliest' }, limit: 0 })).start
    for (let isMore = true; isMore; ) {
      const records = await fetchFrom(reader, topic, positions, 100)
      for (const { key } of records) {
        const text = key !== null && 'text' in key ? key.text : ''
        seen.set(text, (seen.get(text) ?? 0) + 1)
      }
      isMore = records.length > 0
    }
    return seen
  }
}

async function waitFor(isThere: () => Promise<boolean>): Promise<void> {
  while (!(await isThere())) await new Promise((resolve) => setTimeout(resolve, 50))
}

describe('run', () => {
  it('maps a topic, skips what is ignored, and keeps what cannot be mapped with its reason', async () => {
    await write([
      event('A'),
      event('B', 'page view'),
      'not json',
      event('C', 'nonsense'),
      event('D', 'large one'),
      event('E'),
      event('F', 'secret one'),
      Buffer.from([0xff, 0x00]),
    ])
    startWorker()
    const keys = keyCounter(output)
    await waitFor(async () => (await keys()).size === 2 && (await deadLetters()).length === 5)
    await end('SIGTERM')
    expect([...(await keys()).keys()].sort()).toEqual(['A', 'E'])
    expect((await deadLetters()).sort()).toEqual([
      ['Event name is invalid', event('C', 'nonsense')],
      ['The topic nobody.made.me does not exist.', event('D', 'large one')],
      ['The value is not JSON', 'base64', '/wA='],
      ['The value is not JSON', 'not json'],
      ['not-allowed is not in the allowlist of profile env.', event('F', 'secret one')],
    ])
    async function deadLetters() {
      const records = await kafka.browse(`${input}.dead-letter`, { from: { kind: 'earliest' }, limit: 100 })
      return records.map(({ headers, value }) => {
        const told = headers.filter(([name]) => name === 'error.reason' || name === 'error.encoding')
        return [...told.map(([, text]) => text), value].map((bytes) => (bytes && 'text' in bytes ? bytes.text : ''))
      })
    }
  })

  it('loses and doubles nothing while workers are killed at random', async () => {
    const total = Number(process.env['RUN_EVENTS'] ?? 200_000)
    await write(Array.from({ length: total }, (_, index) => event(`K-${index}`)))
    for (let index = 0; index < 3; index++) startWorker()
    const keys = keyCounter(output)
    let kills = 0
    let nextKill = 0
    await waitFor(async () => {
      const { partitions } = await kafka.describeTopic(output)
      // With the marks of transactions, so this is reached somewhat before the last record.
      const written = partitions.reduce((sum, { latest }) => sum + Number(latest), 0)
      const victim = [...workers][kills % workers.size]
      if (written > nextKill && kills < mostKills && victim !== undefined) {
        nextKill = written + total / 12
        victim.kill(++kills % 3 === 0 ? 'SIGTERM' : 'SIGKILL')
        startWorker()
      }
      return written >= total && (await keys()).size >= total
    })
    await end('SIGTERM')
    const seen = await keys()
    const wrong = [...seen].filter(([, count]) => count !== 1)
    expect({ keys: seen.size, wrong }).toEqual({ keys: total, wrong: [] })
    expect(kills).toBeGreaterThan(0)
  }, 600_000)
})
