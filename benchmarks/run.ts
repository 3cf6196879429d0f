// `pnpm bench run [--json]`: the command `run` against the same mapping written by hand in Kafka Streams, on a local Kafka, in
// turns; then the time from an event to its record, and two processes of a group against one.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startLocalKafka } from '@mapping-designer/local-kafka'
import { aFlow } from '@mapping-designer/mapping-engine/testing'
import kafkajs from 'kafkajs'
import { aProfile } from '../apps/bridge/src/config/testing.ts'
import { fetchFrom } from '../apps/bridge/src/kafka/browse-records.ts'
import { openReader } from '../apps/bridge/src/kafka/reader.ts'
import { writeRecords } from '../apps/bridge/src/kafka/testing.ts'
import { measureParts } from './measure-parts.ts'
import { cpuOf, memoryOf, round } from './process-figures.ts'
import { streamsPeer } from './streams-peer.ts'
import { heavy, simple, type Workload } from './workloads.ts'

const partitions = 6
const main = join(import.meta.dirname, '../apps/bridge/src/main.ts')

/** How much is measured: all of it takes minutes, a little shows that the benchmark still runs. */
export const sizes = {
  full: { simple: 900_000, heavy: 200_000, pair: 900_000, turns: 2, latencySeconds: 20 },
  tiny: { simple: 2_000, heavy: 0, pair: 0, turns: 1, latencySeconds: 1 },
}
type Size = (typeof sizes)['full']

/** Starts a process that maps `input` to `output` as the group. */
export type Racer = (about: { group: string; input: string; output: string; workload: Workload }) => ChildProcess

export async function benchRun(onPart: (name: string, figures: object) => void): Promise<Record<string, object>> {
  const kafka = await startLocalKafka({ onProgress: console.error })
  try {
    const { plaintext } = kafka.brokers
    return await measureRun(
      plaintext,
      { run: runOf(plaintext), streams: await streamsOf(plaintext) },
      onPart,
      sizes.full,
    )
  } finally {
    await kafka.stop()
  }
}

/** Measures on a broker part by part; each is handed to `onPart` as soon as it is there. `run` races against the others. */
export async function measureRun(
  broker: string,
  racers: { run: Racer } & Record<string, Racer>,
  onPart: (name: string, figures: object) => void,
  size: Size,
): Promise<Record<string, object>> {
  const cluster = await openCluster(broker)
  const alone = Object.fromEntries(Object.entries(racers).map(([name, racer]) => [name, [racer]]))
  const pair = { one: [racers.run], two: [racers.run, racers.run] }
  try {
    return await measureParts<object>(
      {
        simple: () => race(cluster, simple, size.simple, alone, size),
        ...(size.heavy > 0 && { heavy: () => race(cluster, heavy, size.heavy, alone, size) }),
        latency: () => latencies(cluster, racers, size),
        ...(size.pair > 0 && { 'two processes': () => race(cluster, simple, size.pair, pair, size) }),
      },
      onPart,
    )
  } finally {
    await cluster.close()
  }
}

/** The command `run` with more options, of this repository or of another copy of it. */
export function runOf(broker: string, options: readonly string[] = [], program = main): Racer {
  return ({ group, input, output, workload }) => {
    const folder = mkdtempSync(join(tmpdir(), 'bench-run-'))
    const file = join(folder, 'flow.json')
    const kafka = { ...(workload.config['settings'] as { kafka: object }).kafka, topic: output, brokers: [broker] }
    writeFileSync(file, JSON.stringify(aFlow({ ...workload.config, settings: { kafka } } as never)))
    const own = ['--from', input, '--group', group, '--data', folder]
    return spawn(process.execPath, [program, 'run', file, ...own, ...options], {
      env: { ...process.env, KAFKA_BROKERS: broker, PRODUCE_ENABLED: 'true', PRODUCE_TOPICS: '*' },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  }
}

export async function streamsOf(broker: string): Promise<Racer> {
  const [java = '', ...args] = await streamsPeer()
  return ({ group, input, output, workload }) => {
    const state = mkdtempSync(join(tmpdir(), 'bench-streams-'))
    return spawn(java, [...args, broker, group, input, output, workload.name, state], { stdio: 'ignore' })
  }
}

type Cluster = Awaited<ReturnType<typeof openCluster>>

async function openCluster(broker: string) {
  const kafka = new kafkajs.Kafka({ brokers: [broker], logLevel: kafkajs.logLevel.NOTHING, retry: { retries: 20 } })
  const admin = kafka.admin()
  await admin.connect()
  const createTopic = async (name: string) => {
    const topic = `bench-${name}-${crypto.randomUUID()}`
    await admin.createTopics({ topics: [{ topic, numPartitions: partitions }], waitForLeaders: false })
    // The client gives up at once where the topic is not known yet.
    while (!(await admin.fetchTopicOffsets(topic).catch(() => []))[partitions - 1]) await sleep(50)
    return topic
  }
  return {
    broker,
    kafka,
    createTopic,
    deleteTopics: (topics: string[]) => admin.deleteTopics({ topics }),
    async createInput({ name, event }: Workload, count: number) {
      const topic = await createTopic(`${name}-in`)
      const step = 60_000
      for (let from = 0; from < count; from += step) {
        const records = Array.from({ length: Math.min(step, count - from) }, (_, index) => ({
          value: Buffer.from(JSON.stringify({ ...event, id: `e-${from + index}` })),
          partition: index % partitions,
        }))
        await writeRecords(broker, topic, records)
      }
      return topic
    },
    /** How many events the group has committed. */
    async committed(groupId: string, topic: string) {
      // A new broker first makes the topic that it keeps positions in.
      const offsets = admin.fetchOffsets({ groupId, topics: [topic] })
      const [found] = await offsets.catch((error) => (error.retriable ? [] : Promise.reject(error)))
      return (found?.partitions ?? []).reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0)
    },
    close: () => admin.disconnect(),
  }
}

/** Each team of racers, which are one group, in turns. */
async function race(
  cluster: Cluster,
  workload: Workload,
  count: number,
  teams: Record<string, readonly Racer[]>,
  { turns }: Size,
): Promise<object> {
  const input = await cluster.createInput(workload, count)
  const best: Record<string, Measured> = {}
  for (let turn = 0; turn < turns; turn++) {
    for (const [name, racers] of Object.entries(teams)) {
      best[name] = better(await measuredOn(cluster, workload, { input, count }, racers), best[name])
    }
  }
  await cluster.deleteTopics([input])
  return best
}

interface Measured {
  eventsPerSecond: number
  /** Processor time in s. */
  cpuPer100000: number
  memoryMiB: number
}

/** Of several turns the best wall clock, the least processor time and the most memory count. */
function better(now: Measured, before = now): Measured {
  return {
    eventsPerSecond: Math.max(now.eventsPerSecond, before.eventsPerSecond),
    cpuPer100000: Math.min(now.cpuPer100000, before.cpuPer100000),
    memoryMiB: Math.max(now.memoryMiB, before.memoryMiB),
  }
}

/** From the start of the processes, which are one group, to the last committed position. */
async function measuredOn(
  cluster: Cluster,
  workload: Workload,
  { input, count }: { input: string; count: number },
  racers: readonly Racer[],
): Promise<Measured> {
  const group = `bench-${crypto.randomUUID()}`
  const output = await cluster.createTopic(`${workload.name}-out`)
  const began = performance.now()
  const children = racers.map((racer) => racer({ group, input, output, workload }))
  try {
    let cpu = 0
    let memory = 0
    while ((await cluster.committed(group, input)) < count) {
      if (children.some(({ exitCode }) => exitCode !== null)) throw new Error(`A process of ${group} has ended.`)
      memory = Math.max(memory, ...children.map(({ pid }) => memoryOf(pid)))
      await sleep(20)
    }
    const seconds = (performance.now() - began) / 1_000
    for (const { pid } of children) cpu += cpuOf(pid)
    return {
      eventsPerSecond: Math.round(count / seconds),
      cpuPer100000: round((cpu / count) * 100_000),
      memoryMiB: Math.round(memory),
    }
  } finally {
    await Promise.all(children.map(ended))
    await cluster.deleteTopics([output])
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const exit = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await exit
}

async function latencies(cluster: Cluster, racers: Record<string, Racer>, size: Size): Promise<object> {
  const measured: Record<string, object> = {}
  for (const [name, racer] of Object.entries(racers)) measured[name] = await latency(cluster, racer, size)
  return measured
}

/** ms from an event that is written to its record that is read, at a thousand events a second. */
async function latency(cluster: Cluster, racer: Racer, { latencySeconds }: Size): Promise<object> {
  const [input, output] = [await cluster.createTopic('latency-in'), await cluster.createTopic('latency-out')]
  const group = `bench-${crypto.randomUUID()}`
  const child = racer({ group, input, output, workload: simple })
  const producer = cluster.kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
  const times: number[] = []
  const reading = readAll(cluster.broker, output, (key) => times.push(Date.now() - Number(key)))
  try {
    await producer.connect()
    const send = (from: number, to: number) => {
      const data = { ...(simple.event['data'] as object), id: String(Date.now()) }
      const value = JSON.stringify({ ...simple.event, data })
      const messages = Array.from({ length: to - from }, (_, index) => ({
        partition: (from + index) % partitions,
        value,
      }))
      return producer.send({ topic: input, messages })
    }
    // The first event shows that everything is at work.
    while (times.length === 0) {
      await send(0, 1)
      await sleep(500)
    }
    times.length = 0
    const wanted = latencySeconds * 1_000
    const sends: Promise<unknown>[] = []
    const began = performance.now()
    // What is due goes in one request: a thousand a second would keep the broker busier than the racer does.
    for (let sent = 0; sent < wanted; await sleep(5)) {
      const due = Math.min(wanted, Math.floor(performance.now() - began))
      if (due > sent) sends.push(send(sent, due))
      sent = due
    }
    await Promise.all(sends)
    while (times.length < wanted) await sleep(50)
    times.sort((a, b) => a - b)
    const at = (part: number) => times[Math.floor(times.length * part)]
    return { p50: at(0.5), p99: at(0.99) }
  } finally {
    await Promise.all([reading.stop(), producer.disconnect(), ended(child)])
  }
}

/**
 * Reads what is committed until it is stopped, with the key of each record. It keeps no positions: a consumer of kafkajs commits
 * one after each batch, for which the next record waits longer than it took.
 */
function readAll(broker: string, topic: string, onKey: (key: string) => void): { stop(): Promise<void> } {
  const reader = openReader(aProfile({ brokers: [broker] }))
  const positions = new Map(Array.from({ length: partitions }, (_, partition) => [partition, 0n]))
  let isStopped = false
  const reading = (async () => {
    while (!isStopped) {
      for (const { key } of await fetchFrom(reader, topic, positions, 50)) {
        if (key !== null && 'text' in key) onKey(key.text)
      }
    }
  })()
  return {
    async stop() {
      isStopped = true
      await reading
      await reader.close()
    },
  }
}
