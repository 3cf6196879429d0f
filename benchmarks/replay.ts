// `pnpm bench replay [--json]`: replay against raw kafkajs and the genuine destination, on a local Kafka, in one run.
// Rates are ratios measured in turns on the same cluster; the broker shares the cores with the client.

import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startLocalKafka } from '@mapping-designer/local-kafka'
import { chooseFromFlow, compileDestination } from '@mapping-designer/mapping-engine'
import { aFlow } from '@mapping-designer/mapping-engine/testing'
import { startFlow } from '@walkeros/collector'
import { destinationKafka } from '@walkeros/server-destination-kafka'
import kafkajs from 'kafkajs'
import { createEventRunner } from '../apps/bridge/src/code/event-runner.ts'
import type { Profile } from '../apps/bridge/src/config/profile.ts'
import { createRateLimit } from '../apps/bridge/src/deliver/rate.ts'
import { exactWriter } from '../apps/bridge/src/kafka/exact-writer.ts'
import { feedReplay } from '../apps/bridge/src/replay/feed-replay.ts'
import { createReplay } from '../apps/bridge/src/replay/replay.ts'
import { fileJournal } from '../apps/bridge/src/replay/replay-journal.ts'
import { measureParts } from './measure-parts.ts'
import { cpuOf, round } from './process-figures.ts'
import { simple } from './workloads.ts'

const chunk = 5_000
const topic = 'bench'

type Compression = 'none' | 'gzip'

/** How much is measured: all of it takes minutes, a little shows that the benchmark still runs. */
export const sizes = {
  full: { raced: 40_000, turns: 3, events: 1_000_000, requests: 200, restSeconds: 15, idleSeconds: 20 },
  tiny: { raced: 5_000, turns: 1, events: 10_000, requests: 3, restSeconds: 0, idleSeconds: 0.1 },
}
type Size = (typeof sizes)['full']

/** The ratios of `race` are of records per second, the best of all turns. */
export async function benchReplay(onPart: (name: string, figures: object) => void): Promise<Record<string, object>> {
  const kafka = await startLocalKafka({ onProgress: console.error })
  try {
    return await measureReplay(kafka.brokers.plaintext, onPart, sizes.full)
  } finally {
    await kafka.stop()
  }
}

/** Measures replay on a broker part by part; each is handed to `onPart` as soon as it is there. */
export async function measureReplay(
  broker: string,
  onPart: (name: string, figures: object) => void,
  size: Size,
): Promise<Record<string, object>> {
  await createTopic(broker)
  const parts = {
    none: () => race(broker, 'none', size),
    gzip: () => race(broker, 'gzip', size),
    memory: () => memory(broker, size),
    bridge: () => bridge(broker, size),
  }
  return measureParts<object>(parts, onPart)
}

async function createTopic(broker: string): Promise<void> {
  const admin = new kafkajs.Kafka({ brokers: [broker], logLevel: 0 }).admin()
  await admin.connect()
  // Nothing is kept for long: a million records must not fill the disk.
  const configEntries = [{ name: 'retention.bytes', value: String(256 * 2 ** 20) }]
  await admin.createTopics({ topics: [{ topic, numPartitions: 3, configEntries }], waitForLeaders: true })
  await admin.disconnect()
}

function configWith(compression: Compression, broker: string) {
  const config = structuredClone(simple.config) as { settings: { kafka: Record<string, string | string[]> } }
  Object.assign(config.settings.kafka, { topic, compression, brokers: [broker] })
  return config
}

function events(from: number, count: number): object[] {
  return Array.from({ length: count }, (_, index) => ({ ...(simple.event as object), id: `e-${from + index}` }))
}

function* chunksOf(from: number, to: number): Generator<object[]> {
  for (let at = from; at < to; at += chunk) yield events(at, chunk)
}

function profileOf(broker: string): Profile {
  const name = 'bench'
  return { name, environment: 'local', brokers: [broker], mayProduce: true, mayCreateTopics: false, topics: ['*'] }
}

function flowOf(compression: Compression, broker: string) {
  const flow = aFlow(configWith(compression, broker))
  const found = chooseFromFlow({ flow })
  if ('error' in found) throw new Error(found.error.message)
  return found
}

async function openReplay(broker: string, compression: Compression) {
  const profile = profileOf(broker)
  const id = crypto.randomUUID()
  const writer = exactWriter(profile, id, { group: id, topic, partition: 0 })
  const rate = createRateLimit(Date.now)
  const destination = flowOf(compression, broker)
  const journal = fileJournal(mkdtempSync(join(tmpdir(), 'bench-')), id)
  const clocks = { clock: Date.now, now: Date.now() }
  const runner = createEventRunner()
  const replay = createReplay(id, undefined, { profile, destination, runner, writer, rate, journal, ...clocks })
  await replay.begin()
  return replay
}

/** Records per second of each way, the best of all turns. */
async function race(broker: string, compression: Compression, { raced: total, turns }: Size) {
  const config = configWith(compression, broker)
  const plan = compileDestination(config as never)
  const messages = events(0, total).map((event) => {
    const outcome = plan.run(event)
    if (outcome.kind !== 'message') throw new Error('The event makes no record.')
    return outcome.record
  })
  const client = new kafkajs.Kafka({ brokers: [broker], logLevel: 0 })
  const producer = client.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
  await producer.connect()
  const replay = await openReplay(broker, compression)
  const { collector } = await startFlow({
    logger: { level: 'ERROR', handler: () => {} },
    destinations: { kafka: { code: destinationKafka, config, env: { Kafka: kafkajs } } },
  } as never)
  let sent = 0
  const ways: Record<string, { count: number; run: () => Promise<unknown> }> = {
    raw: {
      count: total,
      async run() {
        for (let from = 0; from < total; from += 1_000) {
          const batch = messages.slice(from, from + 1_000) as never
          const id = compression === 'gzip' ? kafkajs.CompressionTypes.GZIP : kafkajs.CompressionTypes.None
          await producer.send({ topic, messages: batch, acks: -1, compression: id })
        }
      },
    },
    replay: {
      count: total,
      async run() {
        const from = sent
        sent += total
        await feedReplay(replay, chunksOf(from, sent), undefined, from)
      },
    },
    genuine: {
      count: 1_000,
      async run() {
        for (const event of events(0, 1_000)) await collector.push(event as never)
      },
    },
  }
  const written = await countRecords(client)
  await collector.push(events(0, 1)[0] as never)
  // The destination swallows its errors: one that sends nothing would be the fastest of all.
  if ((await countRecords(client)) === written) throw new Error('The genuine destination sends nothing.')
  const best: Record<string, number> = {}
  for (let turn = 0; turn < turns; turn++) {
    for (const [name, { count, run }] of Object.entries(ways)) {
      const began = performance.now()
      await run()
      best[name] = Math.max(best[name] ?? 0, (count / (performance.now() - began)) * 1_000)
    }
  }
  await Promise.all([producer.disconnect(), replay.close()])
  const { raw = 0, replay: replayed = 0, genuine = 0 } = best
  return { againstRawKafkajs: round(replayed / raw), againstGenuine: round(replayed / genuine) }
}

async function countRecords(client: kafkajs.Kafka): Promise<number> {
  const admin = client.admin()
  await admin.connect()
  const offsets = await admin.fetchTopicOffsets(topic)
  await admin.disconnect()
  return offsets.reduce((sum, { high }) => sum + Number(high), 0)
}

/** Growth of resident memory (MiB) over many events, after the first tenth of them. */
async function memory(broker: string, { events: total }: Size) {
  const replay = await openReplay(broker, 'gzip')
  let sent = 0
  let warm = 0
  let most = 0
  const began = performance.now()
  while (sent < total) {
    await replay.take(sent, events(sent, chunk), false)
    sent += chunk
    globalThis.gc?.()
    const { rss } = process.memoryUsage()
    if (sent <= total / 10) warm = rss
    else most = Math.max(most, rss)
  }
  const seconds = (performance.now() - began) / 1_000
  await replay.close()
  return { events: sent, growthMiB: round((most - warm) / 2 ** 20), seconds: round(seconds) }
}

/** The bridge as a process: one record verified, many requests at once, and what it costs when nobody asks. */
async function bridge(broker: string, { requests, restSeconds, idleSeconds }: Size) {
  const main = fileURLToPath(new URL('../apps/bridge/src/main.ts', import.meta.url))
  const child = spawn(process.execPath, [main, 'serve', '--no-open', '--port', '0'], {
    env: { ...process.env, KAFKA_BROKERS: broker, PRODUCE_ENABLED: 'true', PRODUCE_TOPICS: '*' },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  try {
    const url = new URL(
      await new Promise<string>((resolve) => child.stdout.once('data', (line) => resolve(String(line)))),
    )
    const token = url.hash.slice('#token='.length).trim()
    const flow = { version: 4, flows: flowText(broker) }
    const body = JSON.stringify({ flow, profile: 'env', events: events(0, 1) })
    const ask = async () => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      const answer = await fetch(`${url.origin}/api/produce`, { method: 'POST', headers, body })
      const { results } = (await answer.json()) as { results?: { identical?: boolean }[] }
      return results?.[0]?.identical === true
    }
    for (let warm = 0; warm < 20; warm++) await ask()
    const times: number[] = []
    for (let turn = 0; turn < requests; turn++) {
      const began = performance.now()
      await ask()
      times.push(performance.now() - began)
    }
    times.sort((a, b) => a - b)
    const many = await Promise.all(Array.from({ length: requests }, ask))
    // Connections that nobody uses are closed after ten seconds.
    await new Promise((resolve) => setTimeout(resolve, restSeconds * 1_000))
    const before = cpuOf(child.pid)
    await new Promise((resolve) => setTimeout(resolve, idleSeconds * 1_000))
    return {
      verifiedMs: {
        p50: round(times[Math.floor(requests * 0.5)] ?? 0),
        p95: round(times[Math.floor(requests * 0.95)] ?? 0),
      },
      manyAtOnce: { identical: many.filter(Boolean).length },
      idleCpuPercent: round(((cpuOf(child.pid) - before) / idleSeconds) * 100),
    }
  } finally {
    child.kill('SIGTERM')
  }
}

function flowText(broker: string) {
  const destination = { package: '@walkeros/server-destination-kafka', config: configWith('gzip', broker) }
  return { default: { config: { platform: 'server' }, destinations: { kafka: destination } } }
}
