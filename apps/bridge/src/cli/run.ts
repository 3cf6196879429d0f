import { join } from 'node:path'
import { Command } from '@commander-js/extra-typings'
import { topicsOf } from '@mapping-designer/mapping-engine'
import { createEventRunner } from '../code/event-runner.ts'
import { guardProducing } from '../deliver/guard-producing.ts'
import { createRateLimit } from '../deliver/rate.ts'
import { schemaRegistry } from '../registry/schema-registry.ts'
import type { Expired, Start } from '../run/begin-partition.ts'
import { begunNote } from '../run/begun-note.ts'
import type { RunCounts } from '../run/run-options.ts'
import { runWorker } from '../run/run-worker.ts'
import { chooseDestination } from './choose-destination.ts'
import { chooseProfile } from './choose-profile.ts'
import { type OptionsOf, shared } from './command-options.ts'
import type { Installation } from './installation.ts'
import { UsageError } from './read-input.ts'

const describeRun = () =>
  new Command('run')
    .description('map the events of a topic and produce the records, exactly once, until it is stopped')
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

const reportEvery = 5_000
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
  guardProducing(profile, options.confirm)
  const destination = await chooseDestination(flowPath, options)
  refuseLoops(
    from,
    deadLetter,
    topicsOf(destination.effective).map(({ topic }) => topic),
  )
  const runner = createEventRunner()
  const { counts, onWritten } = progress(write)
  try {
    await runWorker(
      {
        profile,
        registry: profile.registry && schemaRegistry(profile.registry),
        rate: createRateLimit(Date.now),
        destination,
        runner,
        note: begunNote(join(options.data ?? options.home, 'workers'), group, write),
        from,
        group,
        deadLetter,
        exact: options.exact,
        start,
        expired,
        onTrouble: write,
        onWritten,
      },
      whenStopped(),
    )
    write(`Stopped: ${inWords(counts)}`)
    // Whatever a client left open: all that counts is in the log.
    setTimeout(() => process.exit(0), 1_000).unref()
    return 0
  } finally {
    await runner.close()
  }
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

/** Sums up what was written, and says it now and then. */
function progress(write: (line: string) => void): { counts: RunCounts; onWritten: (change: RunCounts) => void } {
  const counts: RunCounts = { read: 0, produced: 0, skipped: 0, deadLettered: 0, inexact: 0 }
  let reported = 0
  return {
    counts,
    onWritten(change) {
      for (const name of Object.keys(counts) as (keyof RunCounts)[]) counts[name] += change[name]
      if (Date.now() - reported < reportEvery) return
      reported = Date.now()
      write(inWords(counts))
    },
  }
}

function inWords({ read, produced, skipped, deadLettered, inexact }: Readonly<RunCounts>): string {
  const counts = `${read} read, ${produced} produced, ${skipped} skipped, ${deadLettered} to the dead-letter topic.`
  if (inexact === 0) return counts
  return `${counts} ${inexact} of the events had a number that JSON rounds or a key twice; --exact refuses these.`
}
