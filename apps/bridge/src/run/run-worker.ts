import { setTimeout as sleep } from 'node:timers/promises'
import { type FlowDestination, isPlainObject } from '@mapping-designer/mapping-engine'
import type { BrowsedRecord, Bytes } from '@mapping-designer/shared-types'
import { Consumer } from '@platformatic/kafka'
import type { EventRunner } from '../code/event-runner.ts'
import type { Profile } from '../config/profile.ts'
import { admitOrWait, type Verdict } from '../deliver/admit.ts'
import { atOnce, type RateLimit } from '../deliver/rate.ts'
import { type Item, writeIsolated } from '../deliver/write-isolated.ts'
import { answered } from '../kafka/answered.ts'
import { fetchFrom, type Positions, positionsFrom } from '../kafka/browse-records.ts'
import { type ExactWriter, exactWriter, type Positioned } from '../kafka/exact-writer.ts'
import { explainError } from '../kafka/explain-error.ts'
import { checkAdvertised } from '../kafka/host-policy.ts'
import { connectionOf } from '../kafka/platformatic-connection.ts'
import { openReader, type Reader } from '../kafka/reader.ts'
import { aborted } from '../operation/aborted.ts'
import type { SchemaRegistry } from '../registry/schema-registry.ts'

export interface RunOptions {
  profile: Profile
  registry?: SchemaRegistry | undefined
  rate: RateLimit
  destination: FlowDestination
  runner: EventRunner
  /** Topic with events as JSON. */
  from: string
  /** Consumer group that shares the partitions between workers. */
  group: string
  /** Topic for what makes no record by fault, with the reason in its headers. */
  deadLetter: string
  /** Where a partition begins that the group has no position in. */
  start: 'earliest' | 'latest'
  signal: AbortSignal
  onProgress: (counts: Readonly<RunCounts>) => void
  /** Told of a fault of the cluster, after which the worker tries again. */
  onTrouble: (sentence: string) => void
}

export interface RunCounts {
  read: number
  produced: number
  skipped: number
  deadLettered: number
}

const mostOfTransaction = 2_000

/** A partition of the input, and who writes what is made of it. */
interface Lane {
  writer: ExactWriter
}

/**
 * Maps the events of a topic and produces what they make, exactly once, until the signal. The consumer group only
 * shares out the partitions: where to go on is read from the log by the writer of each partition, after it has shut
 * out whoever wrote for that partition before, so that neither a crash nor a late worker loses or doubles anything.
 */
export async function runWorker(options: RunOptions): Promise<RunCounts> {
  const counts: RunCounts = { read: 0, produced: 0, skipped: 0, deadLettered: 0 }
  for (let failures = 0; !options.signal.aborted; ) {
    try {
      await work(options, counts, () => {
        failures = 0
      })
    } catch (error) {
      const { message, hint } = explainError(error, options.profile.brokers)
      options.onTrouble([message, hint].filter(Boolean).join(' '))
      await sleep(Math.min(200 * 2 ** failures++, 5_000), undefined, { signal: options.signal }).catch(() => {})
    }
  }
  return counts
}

/** One membership of the group, until the signal or a fault. */
async function work(options: RunOptions, counts: RunCounts, onWell: () => void): Promise<void> {
  const { profile, from, group, signal } = options
  const member = new Consumer({
    ...connectionOf(profile),
    groupId: group,
    sessionTimeout: 6_000,
    heartbeatInterval: 1_000,
    rebalanceTimeout: 10_000,
    // Joining takes as long as the group waits for a member that died.
    timeout: 15_000,
    // A group that changes asks again; whoever starts anew instead is one more change.
    retries: 5,
    retryDelay: 200,
  })
  const reader = openReader(profile)
  let lost: Error | undefined
  // The client tells of a lost membership by events alone.
  member.on('error', (error) => {
    lost = error
  })
  member.on('consumer:heartbeat:error', ({ error }) => {
    lost = error ?? new Error('The group did not answer.')
  })
  member.on('consumer:group:join', () => {
    lost = undefined
  })
  const lanes = new Map<number, Lane>()
  const positions: Positions = new Map()
  const drop = async (partition: number) => {
    const lane = lanes.get(partition)
    lanes.delete(partition)
    positions.delete(partition)
    await lane?.writer.close()
  }
  try {
    const { brokers } = await member.metadata({ topics: [from] })
    await checkAdvertised(profile, brokers.values())
    member.topics.trackAll(from)
    // A stop does not wait for the others of the group.
    await Promise.race([member.joinGroup(), aborted(signal)])
    while (!signal.aborted) {
      if (lost !== undefined && !member.isActive()) throw lost
      const mine = new Set((member.assignments ?? []).find(({ topic }) => topic === from)?.partitions)
      for (const partition of lanes.keys()) if (!mine.has(partition)) await drop(partition)
      await allOf([...mine].filter((partition) => !lanes.has(partition)).map(open))
      if (lanes.size === 0) {
        await sleep(200, undefined, { signal }).catch(() => {})
        continue
      }
      const records = await fetchFrom(reader, from, positions, 300)
      const ofPartition = Map.groupBy(records, ({ partition }) => partition)
      await allOf([...lanes].map(([partition, lane]) => deliver(partition, lane, ofPartition.get(partition) ?? [])))
      if (records.length > 0) options.onProgress(counts)
      onWell()
    }
  } finally {
    await Promise.all([...lanes.keys()].map(drop))
    await Promise.allSettled([leave(member), reader.close()])
  }

  async function open(partition: number): Promise<void> {
    const writer = exactWriter(profile, `${group}-${from}-${partition}`, { group, topic: from, partition })
    try {
      const committed = await writer.open()
      positions.set(partition, committed ?? (await startOf(options, reader, partition)))
      lanes.set(partition, { writer })
    } catch (error) {
      await writer.close()
      throw error
    }
  }

  async function deliver(partition: number, lane: Lane, records: readonly BrowsedRecord[]): Promise<void> {
    try {
      const most = atOnce(profile, mostOfTransaction)
      for (let at = 0; at < records.length; at += most) {
        // A stop comes between two transactions: what was not written is read again by whoever comes next.
        if (signal.aborted) return
        await deliverSome(lane, records.slice(at, at + most))
      }
    } catch (error) {
      // Whether it was written is read from the log when the partition is opened again, here or elsewhere.
      await drop(partition)
      const { code, message } = explainError(error, profile.brokers)
      if (code === 'fenced') return
      options.onTrouble(`Partition ${partition}: ${message}`)
      await sleep(200, undefined, { signal }).catch(() => {})
    }
  }

  async function deliverSome({ writer }: Lane, records: readonly BrowsedRecord[]): Promise<void> {
    const change = { read: records.length, produced: 0, skipped: 0, deadLettered: 0 }
    const items = await itemsOf(options, records, change)
    const toWrite = items.filter(({ positioned }) => positioned !== undefined).length
    if (!(await options.rate.takeInTurn(profile, toWrite, signal))) return
    await writeIsolated(writer, items, ({ source }, reason) => {
      change.produced--
      change.deadLettered++
      return deadLetter(options, source, reason)
    })
    for (const name of Object.keys(change) as (keyof RunCounts)[]) counts[name] += change[name]
  }
}

/** Like Promise.all, but one that fails is told when the others have ended too: none may open what nobody closes. */
async function allOf(works: readonly Promise<void>[]): Promise<void> {
  await Promise.allSettled(works)
  await Promise.all(works)
}

/**
 * Leaves the group and closes the client. `close` alone lets a join that is under way end in a member that nobody
 * reads for and that beats on for ever; `leaveGroup` ends that at once, though its answer comes after that of the join.
 */
async function leave(member: Consumer): Promise<void> {
  const answered = Promise.resolve(member.leaveGroup(true)).catch(() => {})
  await Promise.race([answered, sleep(1_000, undefined, { ref: false })])
  await member.close(true)
}

async function startOf({ from, start }: RunOptions, reader: Reader, partition: number): Promise<bigint> {
  const query = { from: { kind: start }, partition, limit: 0 }
  return answered((await positionsFrom(reader, from, query)).start.get(partition), `partition ${partition} of ${from}`)
}

/** What is made of an event, with the record that the event came in. */
type Mapped = Item & { source: BrowsedRecord }

async function itemsOf(options: RunOptions, records: readonly BrowsedRecord[], change: RunCounts): Promise<Mapped[]> {
  const readings = records.map(readEvent)
  const events = readings.flatMap((reading) => ('event' in reading ? [reading.event] : []))
  const outcomes = await options.runner.outcomes(options.destination, events, 0)
  const verdicts = (await admitOrWait(outcomes, options)).values()
  return records.map((source, at) => {
    const index = Number(source.offset)
    const isEvent = 'event' in (readings[at] ?? {})
    const verdict = (isEvent ? verdicts.next().value : undefined) ?? notJson
    const positioned = positionedOf(options, source, verdict)
    change[countOf[verdict.kind]]++
    return { index, source, ...(positioned !== undefined && { positioned }) }
  })
}

const notJson: Verdict = { kind: 'refusal', code: 'failed', reason: 'The value is not JSON' }
const countOf = { record: 'produced', skip: 'skipped', refusal: 'deadLettered' } as const

/** What is written for a verdict, if anything. */
function positionedOf(options: RunOptions, source: BrowsedRecord, verdict: Verdict): Positioned | undefined {
  switch (verdict.kind) {
    case 'record':
      return { record: verdict.record, send: verdict.send }
    case 'skip':
      return undefined
    case 'refusal':
      return deadLetter(options, source, verdict.reason)
  }
}

/** An event without a time has the one of its record, so that doing it again gives the same. */
function readEvent({ value, timestamp }: BrowsedRecord): { event: unknown } | { isJson: false } {
  try {
    const event: unknown = JSON.parse(textOf(value))
    if (!isPlainObject(event) || event['timestamp'] !== undefined) return { event }
    return { event: { ...event, timestamp: Number(timestamp) } }
  } catch {
    return { isJson: false }
  }
}

function deadLetter(options: RunOptions, source: BrowsedRecord, reason: string): Positioned {
  const { topic, partition, offset, key, value, timestamp } = source
  const isBinary = [key, value].some((bytes) => bytes !== null && 'base64' in bytes)
  return {
    record: {
      topic: options.deadLetter,
      key: textOf(key),
      value: textOf(value),
      timestamp,
      headers: {
        'error.reason': reason,
        'error.topic': topic,
        'error.partition': String(partition),
        'error.offset': offset,
        ...(isBinary && { 'error.encoding': 'base64' }),
      },
    },
    send: { acks: -1, compression: 0 },
  }
}

function textOf(bytes: Bytes): string {
  if (bytes === null) return ''
  return 'text' in bytes ? bytes.text : bytes.base64
}
