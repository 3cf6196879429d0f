import type { Server } from 'node:http'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Command } from '@commander-js/extra-typings'
import { topicsOf } from '@mapping-designer/mapping-engine'
import type { Profile } from '../config/profile.ts'
import { guardProducing } from '../deliver/guard-producing.ts'
import type { Expired, Start } from '../run/begin-partition.ts'
import { type DryRun, dryRun } from '../run/dry-run.ts'
import { mapPartition } from '../run/map-partition.ts'
import { openRun } from '../run/open-run.ts'
import { partitionThreads } from '../run/partition-threads.ts'
import type { RunMetrics } from '../run/run-metrics.ts'
import type { MapPartition, RunPlan, RunReport } from '../run/run-options.ts'
import { serveRun } from '../run/run-server.ts'
import { runWorker } from '../run/run-worker.ts'
import { chooseDestination } from './choose-destination.ts'
import { chooseProfile } from './choose-profile.ts'
import { type OptionsOf, shared } from './command-options.ts'
import type { Installation } from './installation.ts'
import { UsageError } from './read-input.ts'
import { createRunLog } from './run-log.ts'
import { summaries } from './summaries.ts'

const describeRun = () =>
  new Command('run')
    .description(summaries.run.description)
    .argument('<flow>', 'flow file')
    .requiredOption('--from <topic>', 'topic with events as JSON')
    .requiredOption('--group <name>', 'consumer group; all processes with this name share the partitions')
    .option(
      '--dead-letter <topic>',
      'topic for events that cannot be mapped; the input topic with ".dead-letter" without it',
    )
    .option('--start <where>', 'where to begin without a position: earliest or latest', 'earliest')
    .option(
      '--expired <where>',
      'where to go on when the position of the group is lost: earliest, latest or stop; as --start after retention and stop otherwise without it',
    )
    .option(
      '--workers <number>',
      'threads that map and write, 0 for none; one less than there are cores without it, and none on two cores or one',
    )
    .option('--dry', 'reads and maps what is in the topic now, and says what would be written')
    .option('--listen <address>', 'PORT or HOST:PORT for /health, /ready and /metrics (Prometheus)')
    .option('--json', 'says what it does as JSON, one object on each line')
    .addOption(shared.exact)
    .option('--data <folder>', 'where it notes which partitions it has begun')
    .addOption(shared.profile)
    .addOption(shared.config)
    .addOption(shared.confirm)
    .addOption(shared.flow)
    .addOption(shared.destination)
    .addOption(shared.env)
    .addOption(shared.into)
    .addOption(shared.destinationOnly)

export type RunCommandOptions = OptionsOf<typeof describeRun>

/** ms after which a process that shall stop ends what it waits for; the log keeps what was not written out. */
const endLimit = 15_000

/** The command `run`; `finish` gets its exit code. */
export const runCommand = (finish: (code: number) => void, { home }: Installation) =>
  describeRun().action(async (flow, options) =>
    finish(await run(flow, { ...options, home }, (line) => process.stderr.write(`${line}\n`))),
  )

/** `run FLOW --from TOPIC --group G`: maps a topic until it is stopped. Answers the exit code. */
export async function run(
  flowPath: string,
  options: RunCommandOptions & { home: string },
  write: (line: string) => void,
): Promise<number> {
  const { from, group, deadLetter = `${from}.dead-letter` } = options
  if (!/^\S+$/.test(group)) throw new UsageError('--group must be a name without blanks.')
  const start = oneOf(['earliest', 'latest'], options.start, '--start') as Start
  const expired = oneOf(['earliest', 'latest', 'stop'], options.expired, '--expired') as Expired | undefined
  const profile = chooseProfile(options)
  if (!options.dry) guardProducing(profile, options.confirm)
  const destination = await chooseDestination(flowPath, options)
  refuseLoops(
    from,
    deadLetter,
    topicsOf(destination.effective).map(({ topic }) => topic),
  )
  const notes = join(options.data ?? options.home, 'workers')
  const plan: RunPlan = { profile, destination, notes, from, group, deadLetter, exact: options.exact, start, expired }
  if (options.dry) return sayDryRun(plan, options.json ?? false, write)
  const log = createRunLog(options.json ?? false, write)
  const metrics = options.listen === undefined ? undefined : await loadMetrics()
  const report: RunReport = {
    onTrouble: log.trouble,
    onWritten(change) {
      log.written(change)
      metrics?.written(change)
    },
  }
  let isReady = false
  const server = metrics && (await listen(options.listen, { metrics, isReady: () => isReady }))
  const { map, close } = mapperOf(plan, workersFor(profile, options.workers), report)
  const onMember = (isMember: boolean) => {
    isReady = isMember
  }
  try {
    await runWorker({ ...plan, ...report, onMember }, map, whenStopped())
    log.stopped()
    // Whatever a client left open: all that counts is in the log.
    setTimeout(() => process.exit(0), 1_000).unref()
    return 0
  } finally {
    server?.close()
    await close()
  }
}

async function sayDryRun(plan: RunPlan, isJson: boolean, write: (line: string) => void): Promise<number> {
  const { options, close } = openRun(plan, { onWritten: () => {}, onTrouble: write })
  try {
    const sums = await dryRun(options, whenStopped())
    write(isJson ? JSON.stringify(sums) : dryRunInWords(sums))
    return 0
  } finally {
    await close()
  }
}

function dryRunInWords({ read, skipped, produced, deadLetters, eventsPerSecond }: DryRun): string {
  const topics = Object.entries(produced).map(([topic, count]) => `${count} records to ${topic}`)
  const letters = Object.entries(deadLetters).map(
    ([cause, { count, first }]) => `${count} dead letters (${cause}), the first: ${first}`,
  )
  return [
    `${read} read, ${eventsPerSecond} a second; nothing was written.`,
    ...topics,
    `${skipped} skipped`,
    ...letters,
  ].join('\n')
}

/** The client of Prometheus takes a fifteenth of the start, so it is loaded only where its figures can be read. */
async function loadMetrics(): Promise<RunMetrics> {
  const { createRunMetrics } = await import('../run/run-metrics.ts')
  return createRunMetrics()
}

/** The server at the address; throws a UsageError where it cannot listen there. */
async function listen(address = '', parts: Parameters<typeof serveRun>[1]): Promise<Server> {
  const [, host = '127.0.0.1', port = ''] = /^(?:(.+):)?(\d{1,5})$/.exec(address) ?? []
  if (port === '') throw new UsageError(`--listen must be PORT or HOST:PORT, and not ${address}.`)
  try {
    return await serveRun({ host, port: Number(port) }, parts)
  } catch (error) {
    throw new UsageError(`run cannot listen at ${address}: ${error instanceof Error ? error.message : String(error)}.`)
  }
}

/** Where partitions are mapped: in so many threads, or in this one. */
function mapperOf(plan: RunPlan, workers: number, report: RunReport): { map: MapPartition; close(): Promise<void> } {
  if (workers === 0) {
    const { options, close } = openRun(plan, report)
    return { map: (input, signal) => mapPartition(options, input, signal), close }
  }
  const { mapPartition: map, close } = partitionThreads(plan, workers, report)
  return { map, close }
}

function workersFor({ maxPerMinute, name }: Profile, given: string | undefined): number {
  if (given !== undefined && !/^\d{1,3}$/.test(given)) throw new UsageError('--workers must be a number from 0 to 999.')
  const cores = availableParallelism()
  if (maxPerMinute === undefined) return Number(given ?? (cores > 2 ? cores - 1 : 0))
  if (Number(given ?? 0) === 0) return 0
  throw new UsageError(
    `Profile ${name} limits the records of a minute, which only one thread can count. Leave --workers out.`,
  )
}

function oneOf(known: readonly string[], given: string | undefined, option: string): string | undefined {
  if (given === undefined || known.includes(given)) return given
  throw new UsageError(`${option} must be ${known.slice(0, -1).join(', ')} or ${known.at(-1)}.`)
}

/** What a worker writes to its own input it reads again, without end. */
function refuseLoops(from: string, deadLetter: string, topics: readonly string[]): void {
  if (deadLetter === from) {
    throw new UsageError(
      `--dead-letter is the input ${from}: each dead letter would be mapped again. Name another topic.`,
    )
  }
  if (topics.includes(from)) {
    throw new UsageError(
      `The flow maps to ${from}, which is the input: its records would be mapped again. Change one of them.`,
    )
  }
}

/** Aborts at the first signal; ends the process at the second one, or where stopping takes too long. */
function whenStopped(): AbortSignal {
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (stop.signal.aborted) process.exit(130)
      setTimeout(() => process.exit(1), endLimit).unref()
      stop.abort()
    })
  }
  return stop.signal
}
