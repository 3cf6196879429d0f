import { Command } from '@commander-js/extra-typings'
import { parseCommented } from '@mapping-designer/mapping-engine'
import { type Pair, propose, proposeFromShape, proposeLike } from '@mapping-designer/mapping-engine/propose'
import { type JsonValue, tryJson } from '@mapping-designer/shared-types'
import { destinationIn } from './choose-destination.ts'
import { eventsText, type OptionsOf, shared, toOutput } from './command-options.ts'
import { isFound, proposalAsJson, proposalForPeople } from './propose-for-people.ts'
import { readEvents } from './read-events.ts'
import { readInput, UsageError } from './read-input.ts'
import { summaries } from './summaries.ts'

const describePropose = () =>
  new Command('propose')
    .description(summaries.propose.description)
    .argument('[flow]', 'with --like: the flow file with the other destination')
    .option('--pairs <file>', 'JSON list of {"event":…,"value":…}, each with "topic" and "key" where they are wanted')
    .option('--event <file>', eventsText)
    .option('--wanted <file>', 'the value that is wanted of the event, or a list with that of each')
    .option('--topic <name>', 'with --wanted: the topic that is wanted')
    .option('--key <text>', 'with --wanted: the key that is wanted of the event')
    .option(
      '--schema <file>',
      'by names and types alone: a JSON Schema, a CREATE TABLE, or a name and a type on each line',
    )
    .option('--like <destination>', 'as another destination of the flow has it')
    .addOption(shared.as)
    .addOption(shared.flow)
    .option('--json', 'the result as one JSON list')

export type ProposeOptions = OptionsOf<typeof describePropose>

/** The command `propose`; `finish` is called with its exit code. */
export const proposeCommand = (finish: (code: number) => void) =>
  describePropose().action(async (flow, options) => finish(await proposeRules(flow, options, toOutput)))

/** `propose --event FILE --wanted FILE`: a rule for each event. Answers the exit code: 1 where nothing is found or pairs contradict each other. */
export async function proposeRules(
  flow: string | undefined,
  options: ProposeOptions,
  write: (text: string) => void,
): Promise<number> {
  const proposals = await proposalsOf(flow, options)
  write(
    options.json ? `${JSON.stringify(proposals.map(proposalAsJson))}\n` : proposals.map(proposalForPeople).join('\n'),
  )
  return proposals.length > 0 && proposals.every(isFound) ? 0 : 1
}

async function proposalsOf(flow: string | undefined, options: ProposeOptions) {
  const { pairs, wanted, schema, like } = options
  const sources = Object.entries({ pairs, wanted, schema, like }).filter(([, given]) => given !== undefined)
  if (sources.length !== 1) {
    const found = sources.length === 0 ? '' : `, not ${sources.map(([name]) => `--${name}`).join(' and ')} together`
    throw new UsageError(`Say what is wanted by one of --wanted, --pairs, --schema and --like${found}.`)
  }
  if (flow !== undefined && like === undefined)
    throw new UsageError(`${flow} is only read with --like DESTINATION; leave it out, or name the destination.`)
  if (pairs !== undefined) return propose(await readPairs(pairs))
  const events = await eventsOf(options)
  if (wanted !== undefined) return propose(pairsOf(events, await readJson(wanted), options))
  if (schema !== undefined) return fromSchema(schema, events)
  return asIn(like ?? '', flow, events, options)
}

async function eventsOf({ event, as }: ProposeOptions): Promise<unknown[]> {
  if (event === undefined)
    throw new UsageError('Name a file with events: --event FILE, or --event - for standard input.')
  const { events, errors } = await readEvents(event, { as })
  const [error] = errors
  if (error !== undefined) throw new UsageError(error)
  if (events.length === 0) throw new UsageError(`${event} has no event.`)
  return events
}

async function readJson(path: string): Promise<JsonValue> {
  const json = tryJson(await readInput(path))
  if (json === undefined)
    throw new UsageError(`${path} is no JSON; it has to hold the value of a record, such as {"id":"O-1"}.`)
  return json
}

async function readPairs(path: string): Promise<Pair[]> {
  const pairs = await readJson(path)
  const shape = 'a JSON list of pairs, such as [{"event":{"name":"order complete"},"value":{"id":"O-1"}}]'
  if (!Array.isArray(pairs) || pairs.length === 0) throw new UsageError(`${path} has to hold ${shape}.`)
  return pairs.map((pair, index) => {
    const { event, value, topic, key } = Object(pair) as Record<string, JsonValue | undefined>
    const missing = event === undefined ? 'event' : value === undefined ? 'value' : undefined
    if (missing !== undefined || value === undefined)
      throw new UsageError(`${path}: pair ${index + 1} has no "${missing}"; the file has to hold ${shape}.`)
    for (const [name, text] of Object.entries({ topic, key })) {
      if (text !== undefined && typeof text !== 'string')
        throw new UsageError(`${path}: the ${name} of pair ${index + 1} has to be a text, not ${JSON.stringify(text)}.`)
    }
    return { event, value, topic: topic as string | undefined, key: key as string | undefined }
  })
}

function pairsOf(events: readonly unknown[], wanted: JsonValue, { topic, key }: ProposeOptions): Pair[] {
  const values = Array.isArray(wanted) ? wanted : [wanted]
  if (values.length !== events.length)
    throw new UsageError(
      `The number of events is ${events.length} and that of wanted values ${values.length}; each event needs its own.`,
    )
  return values.map((value, index) => ({ event: events[index], value, topic, key }))
}

async function fromSchema(path: string, events: readonly unknown[]) {
  const found = proposeFromShape(await readInput(path), events)
  if ('error' in found) throw new UsageError(`${path}: ${found.error}`)
  return found
}

async function asIn(like: string, path: string | undefined, events: readonly unknown[], options: ProposeOptions) {
  if (path === undefined) throw new UsageError(`Name the flow file that has the destination ${like}.`)
  const text = await readInput(path)
  const { flowName } = await destinationIn(text, path, { flow: options.flow, destinationOnly: true })
  const file = parseCommented(text, []) as { flows: Record<string, unknown> }
  const found = proposeLike(file.flows[flowName], like, events)
  if ('error' in found) throw new UsageError(`${path}: ${found.error}`)
  return found
}
