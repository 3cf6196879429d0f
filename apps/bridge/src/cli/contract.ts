import { Command, Option } from '@commander-js/extra-typings'
import {
  type CheckedContract,
  compatibilities,
  contractAsyncApi,
  contractFlinkSql,
  contractKsqlDb,
  contractOf,
  contractTypes,
  markedPersonal,
  topicFacts,
} from '@mapping-designer/mapping-engine'
import { withEventRunner } from '../code/event-runner.ts'
import { holdAgainstFile, holdAgainstRegistry, subjectOf } from './check-contract.ts'
import { destinationIn } from './choose-destination.ts'
import { chooseProfile } from './choose-profile.ts'
import { eventsText, type OptionsOf, shared, toOutput } from './command-options.ts'
import { eventsFile, readEvents } from './read-events.ts'
import { readInput, UsageError } from './read-input.ts'
import { summaries } from './summaries.ts'

type FormatName = 'json-schema' | 'typescript' | 'asyncapi' | 'flink-sql' | 'ksqldb'
const writers: Record<Exclude<FormatName, 'json-schema'>, typeof contractAsyncApi> = {
  typescript: contractTypes,
  asyncapi: contractAsyncApi,
  'flink-sql': contractFlinkSql,
  ksqldb: contractKsqlDb,
}

const describeContract = () =>
  new Command('contract')
    .description(summaries.contract.description)
    .argument('<flow>', 'flow file')
    .option('--events <file>', eventsText)
    .addOption(shared.as)
    .addOption(
      new Option('--format <name>', 'how it is written')
        .choices(['json-schema', ...Object.keys(writers)] as FormatName[])
        .default('json-schema' as FormatName),
    )
    .option('--topic <name>', 'the values of this topic alone')
    .option(
      '--check <schema...>',
      'say what breaks for those who rely on the schema in this file, in several, or in the registry of the profile, of one topic',
    )
    .addOption(
      new Option(
        '--compatibility <mode>',
        'forward, as for files by default: they read the new values; backward: new readers read theirs; full: both; transitive: of all versions in the registry',
      ).choices(compatibilities),
    )
    .addOption(shared.profile)
    .addOption(shared.config)
    .addOption(shared.flow)
    .addOption(shared.destination)
    .addOption(shared.env)
    .addOption(shared.into)
    .addOption(shared.destinationOnly)

export type ContractOptions = Omit<OptionsOf<typeof describeContract>, 'compatibility'> & {
  compatibility?: (typeof compatibilities)[number]
}

/** The command `contract`; `finish` is called with its exit code. */
export const contractCommand = (finish: (code: number) => void) =>
  describeContract().action(async (flow, options) => finish(await contract(flow, options, toOutput)))

/** `contract FLOW --events FILE`: a schema for each topic by its name, or one alone. Answers the exit code. */
export async function contract(path: string, options: ContractOptions, write: (text: string) => void): Promise<number> {
  const eventsPath = eventsFile(options)
  const text = await readInput(path)
  const destination = await destinationIn(text, path, options)
  const { events, errors } = await readEvents(eventsPath, options)
  const request = { destination, events, now: Date.now(), isOneRun: true }
  const outcomes = await withEventRunner((runner) => runner.outcomes(request))
  const marked = markedPersonal(destination.step)
  const all = contractOf(destination.effective, outcomes, marked)
  const { topic, format } = options
  const wanted = topic === undefined ? all : Object.hasOwn(all, topic) ? { [topic]: all[topic] ?? {} } : {}
  if (Object.keys(wanted).length === 0) throw new UsageError(nowhere(topic, events.length, Object.keys(all)))
  for (const error of errors) process.stderr.write(`${error}\n`)
  if (options.check !== undefined) {
    const [one, ...others] = Object.entries(wanted)
    if (one === undefined || others.length > 0)
      throw new UsageError(`--check needs one topic: add --topic with one of ${Object.keys(all).join(', ')}.`)
    const isKept = await isPromiseKept(
      { topic: one[0], schema: one[1], destination, flow: { path, text } },
      options,
      write,
    )
    return isKept && errors.length === 0 ? 0 : 1
  }
  const schema = topic === undefined ? all : wanted[topic]
  write(
    format === 'json-schema'
      ? `${JSON.stringify(schema, null, 2)}\n`
      : writers[format](wanted, topicFacts(destination.effective, outcomes, marked)),
  )
  return errors.length > 0 ? 1 : 0
}

/** Writes what breaks, or that nothing does, for each schema that the options name. */
async function isPromiseKept(contract: CheckedContract, options: ContractOptions, write: (text: string) => void) {
  const { check: sources = [], compatibility } = options
  let isKept = true
  for (const source of sources) {
    const profile = source === 'registry' ? chooseProfile(options) : undefined
    const held = profile
      ? await holdAgainstRegistry(contract, profile, compatibility)
      : await holdAgainstFile(contract, source, compatibility)
    if (held.length === 0)
      throw new UsageError(`The registry of ${profile?.name} has no subject ${subjectOf(contract)}.`)
    for (const { sentence, breaks } of held) write(`${breaks.length > 0 ? breaks.join('\n') : sentence}\n`)
    isKept &&= held.every(({ breaks }) => breaks.length === 0)
  }
  return isKept
}

function nowhere(topic: string | undefined, events: number, topics: readonly string[]): string {
  if (topics.length === 0) return `None of the ${events} events becomes a record.`
  return `No event goes to ${topic}; they go to ${topics.join(', ')}.`
}
