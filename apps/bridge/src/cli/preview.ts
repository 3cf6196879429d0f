import { Command } from '@commander-js/extra-typings'
import { chooseFromFlow, headerPairs, previewLine, provenVersion } from '@mapping-designer/mapping-engine'
import { type GenuineCheck, type PreviewLine, type StandIns, tryJson } from '@mapping-designer/shared-types'
import { createEventRunner, type EventRunner } from '../code/event-runner.ts'
import { createGenuineRunner, describeCheck, type GenuineRunner } from '../genuine/genuine-runner.ts'
import { chooseDestination, doorOf } from './choose-destination.ts'
import { eventsText, type OptionsOf, proofBy, shared, toOutput } from './command-options.ts'
import { explainForPeople } from './explain-for-people.ts'
import { cacheOf } from './installation.ts'
import { eventsFile, readEvents } from './read-events.ts'
import { readInput, UsageError } from './read-input.ts'
import { summaries } from './summaries.ts'

const describePreview = () =>
  new Command('preview')
    .description(summaries.preview.description)
    .argument('[flow]', 'flow file')
    .option('--events <file>', eventsText)
    .addOption(shared.as)
    .option('--batch <file>', 'many cases, a {"flow","events"} object on each line')
    .addOption(shared.json)
    .option('--now <ms>', 'the clock in ms since 1970')
    .addOption(shared.flow)
    .addOption(shared.destination)
    .addOption(shared.env)
    .addOption(shared.into)
    .addOption(shared.destinationOnly)
    .option('--runtime <version>', 'evaluate as this version of walkerOS, in place of the one that the flow pins')
    .option('--assume <file>', 'what to assume of transformers that cannot be run, as JSON by their names')
    .option('--explain', 'tell how each record was made')
    .option('--genuine', 'compare each record with what the published packages of the versions that the flow pins send')
    .addOption(shared.install)

export type PreviewOptions = OptionsOf<typeof describePreview>

type Write = (text: string) => void

/** The command `preview`; `finish` gets its exit code. */
export const previewCommand = (finish: (code: number) => void) =>
  describePreview().action(async (flow, options) => finish(await preview(flow, options, toOutput)))

/** `preview FLOW --events FILE`: one line or block for each event, in order. Answers the exit code. */
export async function preview(flowPath: string | undefined, options: PreviewOptions, write: Write): Promise<number> {
  const now = clockOf(options.now)
  const runner = createEventRunner()
  const packages = createGenuineRunner(cacheOf(process.env))
  try {
    if (options.batch !== undefined) return await previewBatch(await readInput(options.batch), runner, now, write)
    return await previewFlow(flowPath, options, { runner, packages }, now, write)
  } finally {
    await Promise.all([runner.close(), packages.close()])
  }
}

async function previewFlow(
  flowPath: string | undefined,
  options: PreviewOptions,
  { runner, packages }: { runner: EventRunner; packages: GenuineRunner },
  now: number,
  write: Write,
): Promise<number> {
  if (flowPath === undefined) throw new UsageError('Name a flow file: preview FLOW --events FILE')
  const eventsPath = eventsFile(options)
  const found = await chooseDestination(flowPath, options)
  const { events, errors } = await readEvents(eventsPath, options)
  const hasSteps = options.explain === true
  const explanations = await runner.explanations({ destination: found, events, now, isOneRun: true, hasSteps })
  for (const [index, explanation] of explanations.entries()) {
    const event = events[index]
    const line = previewLine(found, explanation, index)
    const { outcome, message, messages = message === null ? [] : [message] } = line
    const shown = { destination: found, event, outcome, records: messages, now }
    const genuine = options.genuine ? await packages.prove(shown, proofBy(options)) : undefined
    if (options.json) write(`${JSON.stringify({ ...line, ...(genuine && { genuine }) })}\n`)
    else if (options.explain) write(explainForPeople(event, line, explanation))
    else write(forPeople(line, event))
    if (genuine && !options.json) write(genuineForPeople(genuine))
  }
  for (const error of errors) process.stderr.write(`${error}\n`)
  return errors.length === 0 ? 0 : 1
}

function genuineForPeople(check: GenuineCheck): string {
  const record = check.verdict === 'different' ? `  ${JSON.stringify(check.genuine)}\n` : ''
  return `  ${describeCheck(check)}\n${record}\n`
}

function clockOf(text: string | undefined): number {
  if (text === undefined) return Date.now()
  const now = Number(text)
  if (!Number.isFinite(now)) throw new UsageError(`--now must be milliseconds since 1970, not "${text}".`)
  return now
}

/** Many flows in one process: `{"flow":{…},"events":[…]}` lines in, `{"case":i,"results":[…]}` lines out. */
async function previewBatch(text: string, runner: EventRunner, now: number, write: Write): Promise<number> {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  for (const [index, line] of lines.entries()) {
    write(`${JSON.stringify({ case: index, ...(await previewCase(line, runner, now)) })}\n`)
  }
  return 0
}

interface BatchCase {
  flow?: unknown
  events?: unknown
  now?: unknown
  flowName?: string
  destination?: string
  into?: string
  scope?: unknown
  env?: Record<string, string>
  assume?: StandIns
  destinationOnly?: boolean
  runtime?: string
}

type BatchAnswer = { results: PreviewLine[] } | { error: { code: string; message: string } }

async function previewCase(line: string, runner: EventRunner, now: number): Promise<BatchAnswer> {
  const one = tryJson(line) as BatchCase | undefined
  if (one === undefined) return { error: { code: 'invalid-json', message: 'The line is not JSON.' } }
  if (!Array.isArray(one?.events)) return { error: { code: 'invalid-case', message: '`events` must be an array.' } }
  const { flow, flowName, destination, scope, env, assume, runtime } = one
  // What was recorded of a flow without a pin was recorded with the version that can be run here.
  const unpinnedAs = provenVersion
  const way = { scope, assume, into: doorOf({ into: one.into, destinationOnly: one.destinationOnly }) }
  const found = chooseFromFlow({ flow, flowName, destination, env, runtime, unpinnedAs, ...way })
  if ('error' in found) return { error: { code: found.error.code, message: found.error.message } }
  const clock = typeof one.now === 'number' ? one.now : now
  const request = { destination: found, events: one.events, now: clock, isOneRun: true, hasSteps: false }
  const explanations = await runner.explanations(request)
  return { results: explanations.map((explanation, index) => previewLine(found, explanation, index)) }
}

function forPeople({ index, outcome, message, assumed, rule, reason, problems }: PreviewLine, event: unknown): string {
  const name = (event as { name?: unknown } | null)?.name
  const fields: [label: string, text: string][] = message
    ? [
        ['topic', message.topic],
        ['key', message.key],
        ['timestamp', message.timestamp],
        ...headerPairs(message.headers).map(([header, value]): [string, string] => [`header ${header}`, value]),
        ['value', message.value],
      ]
    : []
  const rows: [label: string, text: string][] = [
    ['outcome', `${outcome}${reason ? `: ${reason}` : ''}`],
    ['rule', rule ?? 'none'],
    ...(assumed ? [['assumed', `what ${assumed.join(', ')} does`] satisfies [string, string]] : []),
    ...fields,
  ]
  const width = Math.max(...rows.map(([label]) => label.length))
  return [
    `#${index + 1} ${String(name)}`,
    ...rows.map(([label, text]) => `  ${label.padEnd(width)}  ${text}`),
    ...problems.map(({ severity, cause, place }) => `  ${severity}: ${cause}\n    at ${place}`),
    '',
    '',
  ].join('\n')
}
