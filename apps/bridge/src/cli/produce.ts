import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseSamples } from '@mapping-designer/mapping-engine'
import type { ProduceResult, ReplayFailure } from '@mapping-designer/shared-types'
import { createEventRunner } from '../code/event-runner.ts'
import { guardProducing } from '../deliver/guard-producing.ts'
import { atOnce, createRateLimit } from '../deliver/rate.ts'
import { exactWriter } from '../kafka/exact-writer.ts'
import { destinationOf } from '../produce/plan-request.ts'
import { produceRecords } from '../produce/produce-records.ts'
import { createReplay, type Replay } from '../replay/replay.ts'
import type { ReplayCounts, ReplayJournal } from '../replay/replay-journal.ts'
import { countingTopic } from '../replay/replays.ts'
import { chooseProfile } from './choose-profile.ts'
import { openCluster } from './open-cluster.ts'
import { fromCaller, readEnvFile, readInput, UsageError } from './read-input.ts'

export interface ProduceCommandOptions {
  events: string
  profile?: string
  config?: string
  confirm?: string
  verify?: boolean
  replay?: string
  json?: boolean
  flow?: string
  destination?: string
  env?: string
}

type Write = (text: string) => void

const batch = 200
const chunk = 5_000
const mostTries = 30
const pauseBeforeRetry = 2_000

/** `produce FLOW --events FILE`: through the same path as the designer. Answers the exit code. */
export async function produce(flowPath: string, options: ProduceCommandOptions, write: Write): Promise<number> {
  const profile = chooseProfile(options)
  guardProducing(profile, options.confirm)
  const env = options.env === undefined ? {} : await readEnvFile(options.env)
  const flow = await readInput(flowPath)
  const request = { flow, env, flowName: options.flow, destination: options.destination, events: [] }
  const destination = destinationOf(request)
  const cluster = openCluster(profile)
  const { kafka, registry } = cluster
  const runner = createEventRunner()
  const rate = createRateLimit(Date.now)
  try {
    if (options.replay !== undefined) return await replayFile(options.replay)
    const { events } = parseSamples(await readInput(options.events))
    let failed = 0
    const size = atOnce(profile, batch)
    for (let from = 0; from < events.length; from += size) {
      const some = events.slice(from, from + size).map(({ event }) => event)
      const evaluate = () => runner.outcomes(destination, some, Date.now())
      const body = {
        ...request,
        events: some as never,
        profile: profile.name,
        verify: options.verify ?? false,
        confirm: options.confirm,
      }
      for (const result of await produceRecords(cluster, evaluate, body, rate)) {
        if (!['produced', 'skipped'].includes(result.status) || result.identical === false) failed++
        write(options.json ? `${JSON.stringify({ ...result, index: from + result.index })}\n` : forPeople(result, from))
      }
    }
    return failed === 0 ? 0 : 1
  } finally {
    await Promise.all([kafka.close(), runner.close()])
  }

  /** Events of a file with one on each line, in transactions; goes on where the last run under this id came to. */
  async function replayFile(id: string): Promise<number> {
    const name = `kafka-mapping-designer-${id}`
    const place = { group: name, topic: countingTopic(destination, profile, await kafka.listTopics()), partition: 0 }
    const journal = writtenJournal(write)
    const parts = { profile, registry, destination, runner, rate, clock: Date.now, journal, now: Date.now() }
    const replay = createReplay(id, undefined, { ...parts, writer: exactWriter(profile, name, place) })
    try {
      return await feed(id, replay)
    } finally {
      await replay.close()
    }
  }

  async function feed(id: string, replay: Replay): Promise<number> {
    await replay.begin()
    const begun = replay.state().accepted
    let from = 0
    let events: unknown[] = []
    const lines = createInterface({
      input: options.events === '-' ? process.stdin : createReadStream(fromCaller(options.events)),
      crlfDelay: Number.POSITIVE_INFINITY,
    })
    const send = async () => {
      await persistently(replay, () => replay.take(from, events, false))
      from += events.length
      events = []
    }
    for await (const line of lines) {
      if (line.trim() === '') continue
      if (events.push(parseLine(line, from + events.length)) === chunk) await send()
    }
    await send()
    const { done, failed, skipped, rate: perSecond } = replay.state()
    write(`${JSON.stringify({ id, begun, done, failed, skipped, rate: perSecond })}\n`)
    return failed === 0 ? 0 : 1
  }
}

/**
 * Writes each failure out when the events around it are in the log, which may show only when the log is asked, where the
 * answer to a transaction got lost. What an earlier run counted, it wrote.
 */
export function writtenJournal(write: Write): ReplayJournal {
  const nothing = { to: null, failures: [] }
  let open: { to: ReplayCounts | null; failures: readonly ReplayFailure[] } = nothing
  const confirm = () => {
    write(open.failures.map((failure) => `${JSON.stringify(failure)}\n`).join(''))
    open = nothing
  }
  return {
    async at(position) {
      const { to } = open
      if (to?.accepted !== position) return null
      confirm()
      return to
    },
    async announce(_, to, failures) {
      open = { to, failures }
    },
    confirm,
  }
}

/** Resumes a replay that the cluster interrupted, and does the work again: what is in the log is skipped. */
async function persistently(replay: Replay, work: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      if (replay.state().status === 'interrupted') await replay.resume()
      await work()
      return
    } catch (error) {
      const { status, reason } = replay.state()
      if (status !== 'interrupted' || attempt === mostTries) throw error
      process.stderr.write(`${reason} Trying again.\n`)
      await sleep(pauseBeforeRetry)
    }
  }
}

function parseLine(line: string, index: number): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new UsageError(`Event ${index + 1} is not JSON: with --replay the file has one event on each line.`)
  }
}

function forPeople(
  { index, status, topic, partition, offset, identical, reason }: ProduceResult,
  from: number,
): string {
  const place = partition === undefined ? '' : ` ${topic} ${partition}@${offset}`
  const proof = identical === undefined ? '' : identical ? ', read back identical' : ', READ BACK DIFFERENT'
  return `#${from + index + 1} ${status}${place}${proof}${reason === undefined ? '' : `: ${reason}`}\n`
}
