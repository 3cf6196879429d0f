// `pnpm torture [--minutes M] [--seed N]`: maps a topic on three brokers while brokers and workers are killed and frozen, each as the seed
// says, and then looks from outside at whether each event gave its record once and in order. Exit code 1 where one did not.
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { FailingKafka } from '@mapping-designer/local-kafka/failing'
import { ensureKcat } from '@mapping-designer/local-kafka/kcat'
import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
import { workerProcesses } from '../apps/bridge/src/run/testing.ts'
import { checkLog } from './check-log.ts'
import { observe, startCluster } from './cluster.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
  },
})
const minutes = Number(values.minutes)
const [input, output, group] = ['in', 'out', 'torture']
const say = (sentence: string) => process.stderr.write(`${new Date().toISOString()} ${sentence}\n`)

/** Numbers from 0 to below 1 that follow from the seed (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const random = numbersFrom(Number(values.seed))
const oneOf = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]
const between = (least: number, most: number) => least + random() * (most - least)

ensureKcat()
say(`Seed ${values.seed}, ${minutes} minutes.`)
const brokers = await startCluster()
const cluster = observe(brokers)
const workers = workerProcesses({ KAFKA_BROKERS: cluster.addresses.join() })
try {
  process.exitCode = await torture()
} finally {
  await workers.endAll('SIGKILL')
  workers.cleanUp()
  await cluster.close()
  for (const broker of brokers.toReversed()) await broker.end()
}

async function torture(): Promise<number> {
  await cluster.connect()
  await cluster.createTopic(input, 6)
  await cluster.createTopic(output, 6)
  await cluster.createTopic(`${input}.dead-letter`, 2)
  const stop = new AbortController()
  const writing = writeEvents(stop.signal)
  for (let index = 0; index < 2; index++) startWorker()
  const faults = await breakThings(Date.now() + minutes * 60_000)
  stop.abort()
  await writing
  say(`${faults} faults; waiting until all is mapped.`)
  for (let lag = 1; lag !== 0; ) {
    await sleep(1_000)
    lag = await cluster.lag(group, input).catch(() => lag)
    if (workers.all().length === 0) startWorker()
  }
  await workers.endAll('SIGTERM')
  const [read, records, letters] = [
    await cluster.read(input),
    await cluster.read(output),
    await cluster.read(`${input}.dead-letter`),
  ]
  const wrong = checkLog(read, records, letters)
  for (const sentence of wrong.slice(0, 100)) say(sentence)
  say(
    `${read.length} events, ${records.length} records, ${letters.length} dead letters, ${faults} faults, ${wrong.length} violations.`,
  )
  return wrong.length === 0 && read.length > 0 ? 0 : 1
}

function startWorker(): void {
  const mapping = { order: { complete: { data: { map: { number: 'data.number' } } } } }
  const flow = aFlow(aConfig({ mapping }, { topic: output, key: 'data.key', compression: 'none' }))
  workers.start(flow, ['--from', input, '--group', group, '--workers', oneOf(['0', '2']) ?? '0'])
}

/** Writes events of some keys until the signal, and now and then what is none. What of it is in the log counts. */
async function writeEvents(signal: AbortSignal): Promise<void> {
  const producer = cluster.kafka.producer({ allowAutoTopicCreation: false })
  await producer.connect()
  let number = 0
  while (!signal.aborted) {
    const messages = Array.from({ length: 500 }, () => {
      const key = `k${++number % 97}`
      const event = JSON.stringify({ name: 'order complete', data: { number, key } })
      return { key, value: number % 50 === 0 ? `garbage ${number}` : event }
    })
    // After a fault an event may be in the log twice: it is two events of the input then.
    while (
      !(await producer.send({ topic: input, messages, acks: -1 }).then(
        () => true,
        () => false,
      ))
    )
      await sleep(200)
    await sleep(50)
  }
  await producer.disconnect()
}

/** One fault after the other until a time; answers how many. */
async function breakThings(until: number): Promise<number> {
  const faults: Record<string, () => Promise<void>> = {
    'a broker is killed': () =>
      withBroker(async (broker) => {
        await broker.kill()
        await sleep(between(0, 3_000))
        await broker.restart()
      }),
    'a broker is frozen': () =>
      withBroker(async (broker) => {
        broker.freeze()
        await sleep(between(2_000, 12_000))
        broker.thaw()
      }),
    'a worker is killed': async () => {
      oneOf(workers.all())?.child.kill('SIGKILL')
      startWorker()
    },
    'a worker is stopped': async () => {
      oneOf(workers.all())?.child.kill('SIGTERM')
      startWorker()
    },
    // Longer than its session, so that another one has its partitions when it comes back.
    'a worker is frozen': async () => {
      const worker = oneOf(workers.all())
      worker?.child.kill('SIGSTOP')
      await sleep(between(3_000, 15_000))
      worker?.child.kill('SIGCONT')
    },
    'workers come and go': async () => {
      for (let turn = 0; turn < 3; turn++) {
        startWorker()
        await sleep(1_000)
        oneOf(workers.all())?.child.kill('SIGTERM')
      }
    },
  }
  let count = 0
  while (Date.now() < until) {
    const name = oneOf(Object.keys(faults)) ?? ''
    say(name)
    await faults[name]?.()
    count++
    await sleep(between(500, 5_000))
  }
  return count
}

async function withBroker(work: (broker: FailingKafka) => Promise<void>): Promise<void> {
  const broker = oneOf(brokers)
  if (broker !== undefined) await work(broker)
}
