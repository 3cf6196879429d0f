import { join } from 'node:path'
import { Command, Option } from '@commander-js/extra-typings'
import { type FlowDestination, findLosses, type Line, meetsChain } from '@mapping-designer/mapping-engine'
import { type ProduceResult, type ReplayFailure, tryJson } from '@mapping-designer/shared-types'
import { createEventRunner, type EventRunner } from '../code/event-runner.ts'
import { maxPortion } from '../code/portion.ts'
import { guardProducing } from '../deliver/guard-producing.ts'
import { atOnce, createRateLimit, type RateLimit } from '../deliver/rate.ts'
import type { Cluster } from '../produce/clusters.ts'
import { produceRecords } from '../produce/produce-records.ts'
import { feedReplay } from '../replay/feed-replay.ts'
import { openReplay } from '../replay/open-replay.ts'
import type { Replay } from '../replay/replay.ts'
import { fileJournal, type ReplayJournal } from '../replay/replay-journal.ts'
import type { ReplayStart } from '../replay/replay-position.ts'
import { retry } from '../work/retry.ts'
import { chooseDestination } from './choose-destination.ts'
import { chooseProfile } from './choose-profile.ts'
import { eventsText, type OptionsOf, shared, toOutput } from './command-options.ts'
import type { Installation } from './installation.ts'
import { openCluster } from './open-cluster.ts'
import { readEvents } from './read-events.ts'
import { fromCaller, readLines, UsageError } from './read-input.ts'
import { summaries } from './summaries.ts'

const describeProduce = () =>
  new Command('produce')
    .description(summaries.produce.description)
    .argument('<flow>', 'flow file')
    .requiredOption('--events <file>', eventsText)
    .addOption(shared.as)
    .addOption(shared.exact)
    .addOption(shared.profile)
    .addOption(shared.config)
    .addOption(shared.confirm)
    .option('--verify', 'read each record back and compare')
    .option(
      '--replay <id>',
      'a large file with one event on each line, in transactions; the same id goes on where it was',
    )
    .addOption(
      new Option(
        '--position <where>',
        'with --replay, where Kafka has forgotten how far it was: journal goes on behind what the journal knows, start writes all again',
      ).choices(['journal', 'start'] as const),
    )
    .option('--data <folder>', 'with --replay, where its journal is kept')
    .addOption(shared.json)
    .addOption(shared.flow)
    .addOption(shared.destination)
    .addOption(shared.env)
    .addOption(shared.into)
    .addOption(shared.destinationOnly)

export type ProduceCommandOptions = OptionsOf<typeof describeProduce>

/** `home` is where the bridge keeps its data; `clock` in ms since 1970. */
type Options = ProduceCommandOptions & { home: string; clock?: () => number }
type Write = (text: string) => void

const batch = 200
const maxTries = 30
const pauseBeforeRetry = 2_000

/** The command `produce`; `finish` gets its exit code. */
export const produceCommand = (finish: (code: number) => void, { home }: Installation) =>
  describeProduce().action(async (flow, options) => finish(await produce(flow, { ...options, home }, toOutput)))

/** `produce FLOW --events FILE`: through the same path as the designer. Answers the exit code. */
export async function produce(flowPath: string, options: Options, write: Write): Promise<number> {
  const { position } = options
  const profile = chooseProfile(options)
  guardProducing(profile, options.confirm)
  const destination = await chooseDestination(flowPath, options)
  const cluster = openCluster(profile)
  const runner = createEventRunner()
  const parts = {
    cluster,
    destination,
    runner,
    rate: createRateLimit(options.clock ?? Date.now),
    options,
    position,
    write,
  }
  try {
    return await (options.replay === undefined ? produceFile(parts) : replayFile(options.replay, parts))
  } finally {
    await Promise.all([cluster.kafka.close(), runner.close()])
  }
}

interface Parts {
  cluster: Cluster
  destination: FlowDestination
  runner: EventRunner
  rate: RateLimit
  options: Options
  position: ReplayStart | undefined
  write: Write
}

/** The events that can be read; the others are named, and make the exit code 1. */
async function produceFile({ cluster, destination, runner, rate, options, write }: Parts): Promise<number> {
  const { events, errors } = await readEvents(options.events, options)
  const run = crypto.randomUUID()
  let failed = errors.length
  for (const error of errors) process.stderr.write(`${error}\n`)
  const { profile } = cluster
  // A chain may make many records of one event, and what goes in one turn has to fit into a minute.
  const most = profile.maxPerMinute !== undefined && meetsChain(destination) ? 1 : batch
  const size = atOnce(profile, Math.min(most, profile.maxRecords ?? most))
  const inTurn = (records: number) => rate.takeInTurn(profile, records, new AbortController().signal)
  for (let from = 0; from < events.length; from += size) {
    const some = events.slice(from, from + size)
    const contexts = some.map((_, at) => ({ seed: `${run}/${from + at}` }))
    const evaluate = () => runner.outcomes({ destination, events: some, now: Date.now(), contexts })
    const request = { events: some, verify: options.verify ?? false, confirm: options.confirm }
    for (const result of await produceRecords(cluster, evaluate, request, inTurn)) {
      if (!['produced', 'skipped'].includes(result.status) || result.identical === false) failed++
      write(options.json ? `${JSON.stringify({ ...result, index: from + result.index })}\n` : forPeople(result, from))
    }
  }
  return failed === 0 ? 0 : 1
}

/** Events of a file with one on each line, in transactions; goes on where the last run under this id came to. */
async function replayFile(id: string, { options, write, ...parts }: Parts): Promise<number> {
  const data = options.data === undefined ? options.home : fromCaller(options.data)
  const file = fileJournal(join(data, 'replays'), encodeURIComponent(id))
  const journal = writtenJournal(write, file)
  const clock = Date.now
  const replay = await openReplay({ ...parts, id, caller: 'command line', clock, now: clock(), file, journal })
  try {
    const begun = replay.state()
    await feed(replay, options)
    const { done, failed, skipped, rate } = replay.state()
    const ofThisRun = { done: done - begun.done, failed: failed - begun.failed, skipped: skipped - begun.skipped }
    write(`${JSON.stringify({ id, begun: begun.accepted, ...ofThisRun, rate })}\n`)
    return ofThisRun.failed === 0 ? 0 : 1
  } finally {
    await replay.close()
  }
}

async function feed(replay: Replay, options: Options): Promise<void> {
  await feedReplay(replay, chunksOf(options), (work) => resuming(replay, work))
}

async function* chunksOf({ events: path, exact }: Options): AsyncGenerator<readonly unknown[]> {
  let inexact = 0
  let events: unknown[] = []
  let size = 0
  for await (const line of readLines(path)) {
    if (line.text.trim() === '') continue
    size += line.text.length
    const [loss] = findLosses(line.text)
    if (loss !== undefined) {
      const sentence = `${path}: ${loss.message.replace(/^Line \d+/, `Line ${line.number}`)}`
      if (exact) throw new UsageError(`${sentence} --exact takes no such event.`)
      if (inexact++ === 0) process.stderr.write(`${sentence}\n`)
    }
    if (events.push(eventOf(line, path)) < maxPortion.events && size <= maxPortion.input) continue
    yield events
    events = []
    size = 0
  }
  yield events
  if (inexact > 1) process.stderr.write(`${path}: ${inexact} events have such a place.\n`)
}

/**
 * Writes each failure out when the events around it are in the log, which may show only when the log is asked, where the
 * answer to a transaction got lost. What an earlier run counted, it wrote.
 */
export function writtenJournal(write: Write, file: ReplayJournal): ReplayJournal {
  const nothing = { accepted: -1, failures: [] }
  let open: { accepted: number; failures: readonly ReplayFailure[] } = nothing
  const writeOut = (accepted: number) => {
    if (open.accepted !== accepted) return
    write(open.failures.map((failure) => `${JSON.stringify(failure)}\n`).join(''))
    open = nothing
  }
  return {
    range: file.range,
    async at(position) {
      writeOut(position)
      return file.at(position)
    },
    async announce(from, to, failures) {
      await file.announce(from, to, failures)
      open = { accepted: to.accepted, failures }
    },
    async confirm(to, failures) {
      writeOut(to.accepted)
      await file.confirm(to, failures)
    },
    settle: file.settle,
  }
}

/** Resumes a replay that the cluster interrupted, and does the work again: what is in the log is skipped. */
function resuming<T>(replay: Replay, work: () => Promise<T>): Promise<T> {
  const attempt = async () => {
    if (replay.state().status === 'interrupted') await replay.resume()
    return work()
  }
  return retry(attempt, (_, tried) => {
    const { status, reason } = replay.state()
    if (status !== 'interrupted' || tried === maxTries) return undefined
    process.stderr.write(`${reason} Trying again.\n`)
    return pauseBeforeRetry
  })
}

function eventOf({ number, text }: Line, path: string): unknown {
  const event = tryJson(text)
  if (event !== undefined) return event
  throw new UsageError(`${path}: Line ${number} is not JSON: with --replay the file has one event on each line.`)
}

function forPeople(
  { index, status, topic, partition, offset, identical, reason }: ProduceResult,
  from: number,
): string {
  const place = partition === undefined ? '' : ` ${topic} ${partition}@${offset}`
  const proof = identical === undefined ? '' : identical ? ', read back identical' : ', READ BACK DIFFERENT'
  return `#${from + index + 1} ${status}${place}${proof}${reason === undefined ? '' : `: ${reason}`}\n`
}
