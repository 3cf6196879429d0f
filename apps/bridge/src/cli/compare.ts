import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { Command, Option } from '@commander-js/extra-typings'
import {
  type Comparison,
  comparisonAsMarkdown,
  createComparison,
  type FlowDestination,
  keepsMemory,
} from '@mapping-designer/mapping-engine'
import { tryJson } from '@mapping-designer/shared-types'
import { type EventRunner, withEventRunner } from '../code/event-runner.ts'
import { comparisonForPeople } from '../compare/report.ts'
import { destinationIn } from './choose-destination.ts'
import { eventsText, type OptionsOf, shared, toOutput } from './command-options.ts'
import { eventsFile, type ReadingOptions, readEvents } from './read-events.ts'
import { fromCaller, readInput, readLines, UsageError } from './read-input.ts'

const git = promisify(execFile)

const describeCompare = () =>
  new Command('compare')
    .description('show what a change of a flow, or another version of walkerOS, does to the records of events')
    .argument('<old>', 'flow file, or REVISION:FILE as git names it')
    .argument('[new]', 'flow file to compare it with; the same one where only the version changes')
    .option('--events <file>', eventsText)
    .addOption(shared.as)
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

/** Events evaluated at a time. */
const portion = 2_000
/** Events whose problems are compared too: looking for them takes many times as long. */
const maxExplained = 1_000

/**
 * `compare OLD NEW --events FILE`: evaluates the events by both flows. Answers the exit code: 1 for changes that
 * `--fail-on` names, and where an event could not be read.
 */
export async function compare(
  oldPath: string,
  newPath: string | undefined,
  options: CompareOptions,
  write: (text: string) => void,
): Promise<number> {
  if (newPath === undefined && options.runtime === undefined)
    throw new UsageError('Name a second flow, or --runtime VERSION: compare OLD NEW --events FILE')
  const eventsPath = eventsFile(options)
  const { runtime, ...others } = options
  const before = await flowAt(oldPath, others)
  const after = await flowAt(newPath ?? oldPath, options)
  const errors: string[] = []
  const portions = portionsOf(eventsPath, options, errors)
  const compared = await withEventRunner((runner) => compareAll(before, after, portions, runner))
  if (options.json) write(`${JSON.stringify(compared)}\n`)
  else write(options.markdown ? comparisonAsMarkdown(compared) : comparisonForPeople(compared))
  for (const error of errors) process.stderr.write(`${error}\n`)
  const { failOn } = options
  const fails = failOn === 'any' ? compared.changed > 0 : failOn === 'breaking' && compared.isBreaking
  return fails || errors.length > 0 ? 1 : 0
}

/**
 * The events of a file, some at a time, and into `errors` a sentence for each that cannot be read. JSON Lines are never
 * held as a whole; other forms say where an event ends only at their own end.
 */
async function* portionsOf(path: string, options: ReadingOptions, errors: string[]): AsyncGenerator<unknown[]> {
  if (options.as !== undefined || !/\.(ndjson|jsonl)(\.gz)?$/.test(path)) {
    const read = await readEvents(path, options)
    errors.push(...read.errors)
    for (let from = 0; from < read.events.length; from += portion) yield read.events.slice(from, from + portion)
    return
  }
  let events: unknown[] = []
  for await (const { number, text } of readLines(path)) {
    if (text.trim() === '') continue
    const event = tryJson(text)
    if (event === undefined) errors.push(`${path}: Line ${number} is not JSON.`)
    else events.push(event)
    if (events.length < portion) continue
    yield events
    events = []
  }
  if (events.length > 0) yield events
}

async function compareAll(
  before: FlowDestination,
  after: FlowDestination,
  portions: AsyncIterable<unknown[]>,
  runner: EventRunner,
): Promise<Comparison> {
  const comparison = createComparison()
  const now = Date.now()
  // What a flow remembers of earlier events is known of one run alone.
  const all = [before, after].some(keepsMemory) ? [await together(portions)] : portions
  let from = 0
  for await (const events of all) {
    const isOneRun = all !== portions
    const requests = [before, after].map((destination) => ({ destination, events, now, isOneRun }))
    const [old = [], current = []] = await Promise.all(requests.map((request) => runner.outcomes(request)))
    for (const [index, outcome] of old.entries()) {
      const other = current[index]
      if (other !== undefined) comparison.add(from + index, outcome, other)
    }
    if (from === 0)
      for (const [side, destination] of [['before', before] as const, ['after', after] as const]) {
        const request = { destination, events: events.slice(0, maxExplained), now, isOneRun: true, hasSteps: false }
        for (const { problems } of await runner.explanations(request)) comparison.addProblems(side, problems)
      }
    from += events.length
  }
  return comparison.result()
}

async function together<T>(portions: AsyncIterable<T[]>): Promise<T[]> {
  const all: T[] = []
  for await (const some of portions) all.push(...some)
  return all
}

type FlowOptions = Omit<CompareOptions, 'events' | 'json' | 'markdown' | 'failOn'>

async function flowAt(path: string, options: FlowOptions): Promise<FlowDestination> {
  const [, revision, file] = /^([^:]+):(.+)$/.exec(path) ?? []
  const isRevision = revision !== undefined && file !== undefined && !existsSync(fromCaller(path))
  return destinationIn(isRevision ? await atRevision(revision, file) : await readInput(path), path, options)
}

/** The text of a file at a revision of the repository around the caller. */
async function atRevision(revision: string, file: string): Promise<string> {
  try {
    const found = ['show', '--end-of-options', `${revision}:./${file}`]
    const { stdout } = await git('git', found, { cwd: fromCaller('.'), maxBuffer: 2 ** 26 })
    return stdout
  } catch (error) {
    const { stderr = '', message } = error as { stderr?: string; message: string }
    const reason = (stderr.trim() || message).replace(/^fatal: /, '').split('\n')[0]
    throw new UsageError(`git has no ${file} at ${revision}: ${reason}.`)
  }
}
