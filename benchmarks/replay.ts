// `pnpm bench replay [--json]`: replay against raw kafkajs and the genuine destination, on a local Kafka, in one run.
// Rates are ratios measured in turns on the same cluster; the broker shares the cores with the client.

import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startLocalKafka } from '@mapping-designer/local-kafka'
import { chooseFromFlow, compileDestination } from '@mapping-designer/mapping-engine'
import { startFlow } from '@walkeros/collector'
import { destinationKafka } from '@walkeros/server-destination-kafka'
import kafkajs from 'kafkajs'
import { createEventRunner } from '../apps/bridge/src/code/event-runner.ts'
import type { Profile } from '../apps/bridge/src/config/profile.ts'
import { createRateLimit } from '../apps/bridge/src/deliver/rate.ts'
import { exactWriter } from '../apps/bridge/src/kafka/exact-writer.ts'
import { createReplay } from '../apps/bridge/src/replay/replay.ts'
import { fileJournal } from '../apps/bridge/src/replay/replay-journal.ts'
import { simple } from './workloads.ts'

const chunk = 5_000
const topic = 'bench'

type Compression = 'none' | 'gzip'

export async function benchReplay(): Promise<object> {
  const kafka = await startLocalKafka({ onProgress: console.error })
  const broker = kafka.brokers.plaintext
  try {
    await createTopic(broker)
    return {
      unit: 'ratio of records per second, best of turns',
      none: await race(broker, 'none'),
      gzip: await race(broker, 'gzip'),
      memory: await memory(broker),
      bridge: await bridge(broker),
    }
  } finally {
    await kafka.stop()
  }
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
  const config = structuredClone(simple.config) as { settings: { kafka: Record<string, unknown> } }
  Object.assign(config.settings.kafka, { topic, compression, brokers: [broker] })
  return config
}

function events(from: number, count: number): object[] {
  return Array.from({ length: count }, (_, index) => ({ ...(simple.event as object), id: `e-${from + index}` }))
}

function profileOf(broker: string): Profile {
  const name = 'bench'
  return { name, environment: 'local', brokers: [broker], mayProduce: true, mayCreateTopics: false, topics: ['*'] }
}

function flowOf(compression: Compression, broker: string) {
  const flow = {
    version: 4,
    flows: {
      default: {
        config: { platform: 'server' },
        destinations: {
          kafka: { package: '@walkeros/server-destination-kafka', config: configWith(compression, broker) },
        },
      },
    },
  }
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

/** Records per second of each way, the best of three turns. */
async function race(broker: string, compression: Compression) {
  const total = 40_000
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
        for (let from = 0; from < total; from += chunk) {
          await replay.take(sent, events(sent, chunk), false)
          sent += chunk
        }
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
  for (let turn = 0; turn < 3; turn++) {
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

/** Growth of resident memory (MiB) over a million events, after the first hundred thousand. */
async function memory(broker: string) {
  const replay = await openReplay(broker, 'gzip')
  let sent = 0
  let warm = 0
  let most = 0
  const began = performance.now()
  while (sent < 1_000_000) {
    await replay.take(sent, events(sent, chunk), false)
    sent += chunk
    globalThis.gc?.()
    const { rss } = process.memoryUsage()
    if (sent === 100_000) warm = rss
    if (sent > 100_000) most = Math.max(most, rss)
  }
  const seconds = (performance.now() - began) / 1_000
  await replay.close()
  return { events: sent, growthMiB: round((most - warm) / 2 ** 20), seconds: round(seconds) }
}

/** The bridge as a process: one record verified, many requests at once, and what it costs when nobody asks. */
async function bridge(broker: string) {
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
    for (let turn = 0; turn < 200; turn++) {
      const began = performance.now()
      await ask()
      times.push(performance.now() - began)
    }
    times.sort((a, b) => a - b)
    const many = await Promise.all(Array.from({ length: 200 }, ask))
    // Connections that nobody uses are closed after ten seconds.
    await new Promise((resolve) => setTimeout(resolve, 15_000))
    const before = cpuOf(child.pid)
    await new Promise((resolve) => setTimeout(resolve, 20_000))
    return {
      verifiedMs: { p50: round(times[100] ?? 0), p95: round(times[190] ?? 0) },
      twoHundredAtOnce: { identical: many.filter(Boolean).length },
      idleCpuPercent: round(((cpuOf(child.pid) - before) / 20) * 100),
    }
  } finally {
    child.kill('SIGTERM')
  }
}

function flowText(broker: string) {
  const destination = { package: '@walkeros/server-destination-kafka', config: configWith('gzip', broker) }
  return { default: { config: { platform: 'server' }, destinations: { kafka: destination } } }
}

/** Processor time (s) of a process so far; not a number where the system does not tell. */
function cpuOf(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    return Number.NaN
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
