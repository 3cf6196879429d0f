import { setTimeout as sleep } from 'node:timers/promises'
import type { workerProcesses } from '../apps/bridge/src/run/testing.ts'
import { addEvent, type Demand } from './check-log.ts'
import type { Choices } from './choices.ts'
import type { Broker, Cluster, ReadEntry } from './cluster.ts'
import { insist } from './insist.ts'
import type { settableClock } from './set-clock.ts'
import { partitions } from './write-events.ts'

/** What faults are done to. */
export interface Rig {
  cluster: Cluster
  brokers: readonly Broker[]
  workers: ReturnType<typeof workerProcesses>
  clock: ReturnType<typeof settableClock>
  startWorker(): void
  group: string
  topics: { input: string; output: string; side: string }
  choices: Choices
  /** What is deleted of the input goes in here before. */
  demand: Demand
}

export type Fault = (rig: Rig) => Promise<void>

/** Seconds that a network or a broker is away: some are shorter than sessions, and some are longer. */
const awhile = ({ choices }: Rig) => sleep(choices.between(1_000, 9_000))

async function jump(clock: Rig['clock'], choices: Choices): Promise<void> {
  clock.set(choices.oneOf([-86_400, -60, 60, 86_400]) ?? 0)
  await sleep(3_000)
  clock.set(0)
}

/** Deletes half of what waits in a partition of the input, which a worker would come to next. */
async function expire({ cluster, group, topics: { input }, demand }: Rig, partition: number): Promise<void> {
  const known = demand.known.get(partition) ?? 0
  const position = await insist(() => cluster.committed(group, input, partition))
  const entries = await insist(async () => {
    const found: ReadEntry[] = []
    await cluster.read(input, (entry) => found.push(entry), { partition, offset: known })
    return found
  })
  const waiting = entries.filter(({ offset }) => offset >= position)
  const end = waiting[waiting.length >> 1]?.offset
  if (end === undefined) return
  await insist(() => cluster.deleteBefore(input, partition, end))
  for (const entry of entries) if (entry.offset < end) addEvent(demand, entry, entry.offset >= position)
  demand.known.set(partition, end)
}

/** Each ends with all in place again, though not with all that follows from it. */
export const faults = {
  'a broker is killed': async (rig) => {
    const broker = rig.choices.oneOf(rig.brokers)
    await broker?.kill()
    await sleep(rig.choices.between(0, 3_000))
    await broker?.restart()
  },
  'a broker is frozen': async (rig) => {
    const broker = rig.choices.oneOf(rig.brokers)
    broker?.freeze()
    await sleep(rig.choices.between(2_000, 12_000))
    broker?.thaw()
  },
  'a broker is cut off': async (rig) => {
    const proxy = rig.choices.oneOf(rig.brokers)?.proxy
    proxy?.cut()
    await awhile(rig)
    proxy?.flow()
  },
  'nothing goes to or from a broker': async (rig) => {
    const proxy = rig.choices.oneOf(rig.brokers)?.proxy
    proxy?.stall()
    await awhile(rig)
    proxy?.flow()
  },
  'the network of a broker is slow': async (rig) => {
    const proxy = rig.choices.oneOf(rig.brokers)?.proxy
    for (let turn = 0; turn < 20; turn++) {
      proxy?.stall()
      await sleep(300)
      proxy?.flow()
      await sleep(20)
    }
  },
  'the answer to a commit gets lost': async (rig) => {
    for (const { proxy } of rig.brokers) proxy.loseAnswerOf('EndTxn')
    await sleep(1_000)
  },
  'a commit gets lost': async (rig) => {
    for (const { proxy } of rig.brokers) proxy.loseRequest('EndTxn')
    await sleep(1_000)
  },
  'a commit comes late': async (rig) => {
    for (const { proxy } of rig.brokers) void proxy.delayRequest('EndTxn', 'Produce')
    await sleep(1_000)
  },
  // The coordinator answers a commit before it is in the log of each partition.
  'a leader learns of commits late': async ({ brokers, choices }) => {
    const proxy = choices.oneOf(brokers)?.proxy
    for (let turn = 0; turn < 20; turn++) {
      proxy?.loseRequest('WriteTxnMarkers')
      await sleep(200)
    }
  },
  'a worker is killed': async ({ workers, startWorker, choices }) => {
    choices.oneOf(workers.all())?.child.kill('SIGKILL')
    startWorker()
  },
  'a worker is stopped': async ({ workers, startWorker, choices }) => {
    choices.oneOf(workers.all())?.child.kill('SIGTERM')
    startWorker()
  },
  // Longer than its session and its transaction may take, so that another one has its partitions when it comes back.
  'a worker is frozen': async ({ workers, choices }) => {
    const worker = choices.oneOf(workers.all())
    worker?.child.kill('SIGSTOP')
    await sleep(choices.between(7_000, 20_000))
    worker?.child.kill('SIGCONT')
  },
  'workers come and go': async ({ workers, startWorker, choices }) => {
    for (let turn = 0; turn < 3; turn++) {
      startWorker()
      await sleep(1_000)
      choices.oneOf(workers.all())?.child.kill('SIGTERM')
    }
  },
  'the clock of the workers jumps': ({ clock, choices }) => jump(clock, choices),
  'the clock of a broker jumps': async ({ brokers, choices }) => {
    const clock = choices.oneOf(brokers)?.clock
    if (clock !== undefined) await jump(clock, choices)
  },
  // Workers that stand still meanwhile find their position gone.
  'retention passes a position': async (rig) => {
    const frozen = rig.workers.all().map(({ child }) => child)
    for (const child of frozen) child.kill('SIGSTOP')
    await sleep(rig.choices.between(1_000, 3_000))
    await expire(rig, Math.floor(rig.choices.between(0, partitions)))
    for (const child of frozen) child.kill('SIGCONT')
  },
  'an output topic is deleted and made again': async ({ cluster, topics: { side } }) => {
    await insist(() => cluster.admin.deleteTopics({ topics: [side] }))
    await insist(() => cluster.createTopic(side, 2))
  },
  'the output is forbidden': async ({ cluster, topics: { output }, choices }) => {
    await insist(() => cluster.allow(output, false))
    await sleep(choices.between(1_000, 5_000))
    await insist(() => cluster.allow(output, true))
  },
} satisfies Record<string, Fault>

export type FaultName = keyof typeof faults
