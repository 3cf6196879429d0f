import { existsSync } from 'node:fs'
import { Command, Option } from '@commander-js/extra-typings'
import {
  comparisonAsMarkdown,
  createFaults,
  type EventPortion,
  type FlowDestination,
} from '@mapping-designer/mapping-engine'
import { compareEvents } from '../compare/compare-events.ts'
import { comparisonForPeople } from '../compare/report.ts'
import type { Stretch } from '../compare/topic-portions.ts'
import { decodeText } from '../files/decode-text.ts'
import { fileAtRevision } from '../files/git-revisions.ts'
import { WorkspaceFailure } from '../files/workspace-failure.ts'
import { destinationIn } from './choose-destination.ts'
import { chooseProfile } from './choose-profile.ts'
import { eventsText, type OptionsOf, shared, toOutput } from './command-options.ts'
import { withProgress } from './compare-progress.ts'
import { filePortions } from './file-portions.ts'
import { eventsFile } from './read-events.ts'
import { fromCaller, readInput, UsageError } from './read-input.ts'
import { summaries } from './summaries.ts'

const describeCompare = () =>
  new Command('compare')
    .description(summaries.compare.description)
    .argument('<old>', 'flow file, or REVISION:FILE as git names it')
    .argument('[new]', 'flow file to compare it with; the same one where only the version changes')
    .option('--events <file>', eventsText)
    .addOption(shared.as)
    .option('--from <topic>', 'in place of a file, the events in this topic of the cluster of the profile')
    .option('--last <stretch>', 'with --from, the newest of them: 30m, 1h, 7d, or a number of records')
    .addOption(shared.profile)
    .addOption(shared.config)
    .option('--json', 'the result as one JSON object')
    .option('--markdown', 'the result as a comment for a pull request')
    .addOption(
      new Option('--fail-on <changes>', 'the changes that make the exit code 1')
        .choices(['breaking', 'any', 'none'] as const)
        .default('none' as const),
    )
    .addOption(shared.flow)
    .addOption(shared.destination)
    .addOption(shared.env)
    .addOption(shared.into)
    .addOption(shared.destinationOnly)
    .option('--runtime <version>', 'evaluate the new flow as this version of walkerOS')

export type CompareOptions = OptionsOf<typeof describeCompare>

/** The command `compare`; `finish` is called with its exit code. */
export const compareCommand = (finish: (code: number) => void) =>
  describeCompare().action(async (old, now, options) => finish(await compare(old, now, options, toOutput)))

/**
 * `compare OLD NEW --events FILE`, or `--from TOPIC`: evaluates the events by both flows. Answers the exit code: 1 for changes that
 * `--fail-on` names, and where an event could not be read; 130 where it was stopped, with what it had until then.
 */
export async function compare(
  oldPath: string,
  newPath: string | undefined,
  options: CompareOptions,
  write: (text: string) => void,
): Promise<number> {
  if (newPath === undefined && options.runtime === undefined)
    throw new UsageError('Name a second flow, or --runtime VERSION: compare OLD NEW --events FILE')
  const faults = createFaults()
  const { compared, isStopped } = await withProgress(async (progress) => {
    const portions = await portionsOf(options, faults.add)
    const { runtime, ...others } = options
    const before = await flowAt(oldPath, others)
    const after = await flowAt(newPath ?? oldPath, options)
    const sides = { before, after, now: Date.now() }
    const compared = await compareEvents(sides, progress.untilStopped(portions), ({ events, unreadable }) => {
      progress.add(events)
      for (const { message } of unreadable)
        faults.add(options.events === undefined ? message : `${options.events}: ${message}`)
    })
    return { compared, isStopped: progress.isStopped() }
  })
  if (options.json) write(`${JSON.stringify({ ...compared, ...(isStopped && { isStopped }) })}\n`)
  else write(options.markdown ? comparisonAsMarkdown(compared) : comparisonForPeople(compared))
  for (const sentence of faults.sentences()) process.stderr.write(`${sentence}\n`)
  if (isStopped) process.stderr.write(`Stopped after ${compared.events} events.\n`)
  const { failOn } = options
  const fails = failOn === 'any' ? compared.changed > 0 : failOn === 'breaking' && compared.isBreaking
  return isStopped ? 130 : fails || faults.sentences().length > 0 ? 1 : 0
}

async function portionsOf(
  options: CompareOptions,
  onFault: (sentence: string) => void,
): Promise<AsyncIterable<EventPortion>> {
  const { from, events, last } = options
  if (from === undefined) {
    if (last !== undefined) throw new UsageError('--last is a part of a topic: name it with --from TOPIC.')
    return filePortions(eventsFile(options), options, onFault)
  }
  if (events !== undefined) throw new UsageError('Events come from a file or a topic: leave out --events or --from.')
  // Kafka clients take longer to load than most files of events to compare.
  const { topicPortions } = await import('../compare/topic-portions.ts')
  return topicPortions(
    chooseProfile(options),
    { topic: from, last: last === undefined ? undefined : stretchIn(last) },
    onFault,
  )
}

const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

function stretchIn(last: string): Stretch['last'] {
  const [, number, unit] = /^([1-9]\d{0,8})([smhd]?)$/.exec(last) ?? []
  if (number === undefined)
    throw new UsageError(`--last must be like 30m, 1h or 7d, or a number of records, and not ${last}.`)
  return unit === '' ? { records: Number(number) } : { ms: Number(number) * units[unit as keyof typeof units] }
}

type FlowOptions = Omit<CompareOptions, 'events' | 'from' | 'last' | 'json' | 'markdown' | 'failOn'>

async function flowAt(path: string, options: FlowOptions): Promise<FlowDestination> {
  const [, revision, file] = /^([^:]+):(.+)$/.exec(path) ?? []
  const isRevision = revision !== undefined && file !== undefined && !existsSync(fromCaller(path))
  return destinationIn(isRevision ? await atRevision(revision, file) : await readInput(path), path, options)
}

/** The text of a file at a revision of the repository around the caller. */
async function atRevision(revision: string, file: string): Promise<string> {
  const place = { folder: fromCaller('.'), file, name: file }
  const bytes = await fileAtRevision(place, revision, maxFlowBytes).catch((error: unknown) => {
    throw error instanceof WorkspaceFailure ? new UsageError(error.message) : error
  })
  const decoded = decodeText(bytes)
  if ('text' in decoded) return decoded.text.replace(/^\uFEFF/, '')
  throw new UsageError(`${revision}:${file}: ${decoded.fault}`)
}

const maxFlowBytes = 2 ** 26
