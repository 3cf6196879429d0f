import { setTimeout as sleep } from 'node:timers/promises'
import { ensureKcat } from '@mapping-designer/local-kafka/kcat'
import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
import { workerProcesses } from '../apps/bridge/src/run/testing.ts'
import {
  addDeadLetter,
  addEvent,
  addRecord,
  checkLog,
  emptyDemand,
  type Log,
  lostToRetention,
  missingIn,
  parts,
  repeatedIn,
} from './check-log.ts'
import { type Choices, choicesFrom } from './choices.ts'
import { type Cluster, observe, type ReadEntry, startCluster } from './cluster.ts'
import { type FaultName, faults, type Rig } from './faults.ts'
import { insist } from './insist.ts'
import { settableClock } from './set-clock.ts'
import { partitions, writeEvents } from './write-events.ts'

/** What a run came to. */
export interface Torture {
  faults: number
  /** Committed in the input, in the output and in the dead letters. */
  events: number
  /** Of them those that the input holds again, because the first of two sends was in doubt. */
  repeated: number
  /** Records that are missing because retention deleted their events before they were mapped. */
  expired: number
  records: number
  deadLetters: number
  /** Sentences about what is lost, doubled, torn, out of order or stuck. */
  violations: string[]
}

export interface TortureOptions {
  seed: number
  /** Events that are written at once, about every 0.1 s where nothing is broken. */
  perRound?: number
  /** Which fault is next; none when there have been enough. */
  next(choices: Choices, count: number): FaultName | undefined
  say(sentence: string): void
}

const [input, output, side, deadLetters, group] = ['in', 'out', 'side', 'in.dead-letter', 'torture']
/** ms without a commit after which workers are stuck, when nothing is broken any more */
const stuckAfter = 300_000
/** ms without a commit after which the output of the workers is shown */
const slowAfter = 30_000

/**
 * Maps a topic on three brokers while one fault follows the other, and then looks from outside at whether each event gave
 * its records once and in order.
 */
export async function torture({ seed, perRound = 480, next, say }: TortureOptions): Promise<Torture> {
  ensureKcat()
  const brokers = await startCluster()
  const cluster = observe(brokers)
  const clock = settableClock()
  const workers = workerProcesses({ KAFKA_BROKERS: cluster.addresses.join(), ...clock.variables })
  const choices = choicesFrom(seed)
  const startWorker = () => {
    const threads = choices.oneOf(['0', '0', '2']) ?? '0'
    workers.start(flow, ['--from', input, '--group', group, '--workers', threads])
  }
  const demand = emptyDemand()
  const topics = { input, output, side }
  const rig: Rig = { cluster, brokers, workers, clock, startWorker, group, topics, choices, demand }
  try {
    await createTopics(cluster)
    const stop = new AbortController()
    const writing = writeEvents(cluster, { topic: input, perRound, signal: stop.signal })
    for (let index = 0; index < 2; index++) startWorker()
    const count = await breakThings(rig, next, say)
    stop.abort()
    const acknowledged = await writing
    say(`${count} faults; waiting until all is mapped.`)
    const stuck = [...(await whenSettled(cluster, input)), ...(await whenMapped(rig, say))]
    await workers.endAll('SIGTERM')
    return { faults: count, ...(await judged(rig, acknowledged, stuck)) }
  } finally {
    await workers.endAll('SIGKILL')
    workers.cleanUp()
    clock.cleanUp()
    await cluster.admin.disconnect()
    for (const { end, proxy, clock } of brokers.toReversed()) {
      await end()
      await proxy.close()
      clock.cleanUp()
    }
  }
}

const fields = { map: { number: 'data.number', part: 'data.part' } }
const mapping = {
  order: {
    complete: { data: fields },
    split: { data: fields },
    side: { data: fields, settings: { topic: side } },
  },
  gap: { filler: { ignore: true } },
}
const isSplit = { key: 'event.name', operator: 'eq', value: 'order split' }
const splitters = parts.map(
  (part) => [`part${part}`, { mapping: { policy: { 'data.part': { value: part } } } }] as const,
)
const flow = withSplitters(
  aFlow(aConfig({ mapping }, { topic: output, key: 'data.key', compression: 'none' }), {
    before: [{ match: isSplit, many: splitters.map(([name]) => name) }],
  }),
)

/** Without functions: one in a flow has every event evaluated in another process, which takes fifty times as long. */
function withSplitters({ flows, ...rest }: ReturnType<typeof aFlow>): ReturnType<typeof aFlow> {
  const { default: steps } = flows as { default: object }
  // Before 4.7.0 a destination has no copies of an event.
  const config = { platform: 'server', bundle: { packages: { '@walkeros/collector': { version: '4.7.0' } } } }
  return { ...rest, flows: { default: { ...steps, config, transformers: Object.fromEntries(splitters) } } }
}

async function createTopics(cluster: Cluster): Promise<void> {
  await cluster.admin.connect()
  // A smaller share of new records would have the whole log copied again and again.
  const compacted = {
    'cleanup.policy': 'compact,delete',
    'retention.ms': '-1',
    'segment.ms': '5000',
    'min.cleanable.dirty.ratio': '0.2',
  }
  await cluster.createTopic(input, partitions, compacted)
  await cluster.createTopic(output, partitions)
  await cluster.createTopic(side, 2)
  await cluster.createTopic(deadLetters, 2)
}

/** One fault after the other; answers how many. */
async function breakThings(rig: Rig, next: TortureOptions['next'], say: TortureOptions['say']): Promise<number> {
  for (let count = 0; ; count++) {
    const name = next(rig.choices, count)
    if (name === undefined) return count
    say(name)
    await faults[name](rig)
    await sleep(rig.choices.between(500, 4_000))
  }
}

/** Waits until the group has come to the end of the input; answers a sentence where it does not. */
async function whenMapped({ cluster, workers, startWorker }: Rig, say: TortureOptions['say']): Promise<string[]> {
  let last = { lag: Number.POSITIVE_INFINITY, at: performance.now(), isSaid: false }
  while (last.lag !== 0) {
    await sleep(500)
    const lag = await insist(() => cluster.lag(group, input))
    if (lag < last.lag) last = { lag, at: performance.now(), isSaid: false }
    const waited = performance.now() - last.at
    if (waited > stuckAfter) return [`positions: the workers are stuck ${lag} offsets before the end`]
    if (waited > slowAfter && !last.isSaid) {
      last.isSaid = true
      say(`${lag} offsets are left, and nothing happens. The workers say:`)
      for (const worker of workers.all()) say(worker.said().trim().split('\n').slice(-8).join('\n'))
    }
    if (workers.all().length === 0) startWorker()
  }
  return []
}

/**
 * Waits until no transaction of a topic is open; answers a sentence where one stays open. A commit is answered before it
 * is in the log of each partition, which takes longer where a leader has just moved, and readers see nothing behind it.
 */
async function whenSettled(cluster: Cluster, topic: string): Promise<string[]> {
  const since = performance.now()
  while (!(await cluster.isSettled(topic))) {
    if (performance.now() - since > stuckAfter) return [`${topic}: a transaction stays open`]
    await sleep(500)
  }
  return []
}

async function judged({ cluster, demand }: Rig, acknowledged: readonly number[], stuck: readonly string[]) {
  const open: string[] = []
  const read = async (topic: string, onEntry: (entry: ReadEntry) => void) => {
    open.push(...(await whenSettled(cluster, topic)))
    return await cluster.read(topic, onEntry)
  }
  const found = { output: new Map(), side: new Map(), deadLetters: new Map() } satisfies Record<string, Log>
  await read(input, (entry) => {
    if (entry.offset >= (demand.known.get(entry.partition) ?? 0)) addEvent(demand, entry)
  })
  const records =
    (await read(output, (entry) => addRecord(found.output, entry))) +
    (await read(side, (entry) => addRecord(found.side, entry)))
  const letters = await read(deadLetters, (entry) => addDeadLetter(found.deadLetters, entry))
  const missing = missingIn(demand, acknowledged).map((number) => `input: ${number} was acknowledged and is missing`)
  const violations = [...stuck, ...open, ...missing, ...checkLog(demand, found)]
  return {
    events: demand.count,
    expired: lostToRetention(demand, found),
    repeated: repeatedIn(demand),
    records,
    deadLetters: letters,
    violations,
  }
}
