import {
  type CheckedContract,
  contractOf,
  type FlowDestination,
  flowProblems,
  markedPersonal,
  type ReferenceValues,
  readFlow,
  setInFlow,
  withWholeFlow,
} from '@mapping-designer/mapping-engine'
import { clockOfExample } from '@mapping-designer/mapping-engine/examples'
import type { GenuineCheck, JsonValue, KafkaRecord, Problem } from '@mapping-designer/shared-types'
import type { EventRunner } from '../code/event-runner.ts'
import type { Preview as ProvenPreview } from '../genuine/genuine-runner.ts'
import { type CheckedExample, runExamples } from './run-examples.ts'

export interface CheckedDestination {
  flow: string
  destination: string
  /** Of the flow around it. */
  problems: Problem[]
  examples: (CheckedExample & { genuine?: GenuineCheck })[]
  /** What was promised to the readers of each topic, held against the records of the examples; where somebody asks for it. */
  promises?: HeldPromise[]
}

/** A promise that a registry holds, and a sentence for each thing that breaks it. */
export interface HeldPromise {
  sentence: string
  breaks: string[]
}

/** One flow file with all its Kafka destinations, or why it cannot be checked. */
export interface CheckedFile {
  path: string
  error: string | null
  destinations: CheckedDestination[]
}

/** Asks the published packages about a preview. */
export type AskPackages = (preview: ProvenPreview) => Promise<GenuineCheck>

export interface CheckOptions {
  env: ReferenceValues
  /** Compares with the published walkerOS packages as well. */
  genuine?: AskPackages | undefined
  /** Holds the contract of a topic against what was promised to its readers. */
  hold?: ((contract: CheckedContract) => Promise<HeldPromise[]>) | undefined
  /** A file without any example is no error. */
  mayBeEmpty: boolean
  /** Where the events of the examples come in: `collector`, by default, or `source.NAME`. */
  into?: string | undefined
  /** Everything before the destination is left out. */
  isDestinationOnly?: boolean
}

/** Runs the step examples of a flow file. Never rejects for what is in the text. */
export async function checkFile(
  path: string,
  text: string,
  runner: EventRunner,
  options: CheckOptions,
): Promise<CheckedFile> {
  const reading = readFlow(text, options.env)
  if (!reading.isReadable) {
    const { message, hint } = reading.error
    return { path, error: [message, hint].filter(Boolean).join(' '), destinations: [] }
  }
  const destinations: CheckedDestination[] = []
  for (const found of reading.destinations) {
    const { into = 'collector' } = options
    const destination = options.isDestinationOnly
      ? found
      : withWholeFlow(found, reading.json, { into, env: options.env })
    if ('error' in destination) return { path, error: destination.error.message, destinations: [] }
    const examples = await runExamples(destination, runner)
    const { flowName, name } = destination
    destinations.push({
      flow: flowName,
      destination: name,
      problems: flowProblems(destination),
      examples: options.genuine ? await withGenuine(destination, examples, options.genuine) : examples,
      ...(options.hold && {
        promises: await heldPromises({ destination, flow: { path, text } }, examples, options.hold),
      }),
    })
  }
  return { path, error: emptiness(destinations, options), destinations }
}

async function heldPromises(
  about: Pick<CheckedContract, 'destination' | 'flow'>,
  examples: readonly CheckedExample[],
  hold: NonNullable<CheckOptions['hold']>,
): Promise<HeldPromise[]> {
  const outcomes = examples.flatMap(({ outcome }) => outcome ?? [])
  const { effective, step } = about.destination
  const held: HeldPromise[] = []
  for (const [topic, schema] of Object.entries(contractOf(effective, outcomes, markedPersonal(step))))
    held.push(...(await hold({ ...about, topic, schema })))
  return held
}

function emptiness(destinations: readonly CheckedDestination[], { mayBeEmpty }: CheckOptions): string | null {
  if (destinations.length === 0) return 'The flow file has no Kafka destination.'
  if (mayBeEmpty || destinations.some(({ examples }) => examples.length > 0)) return null
  return 'The flow file has no step examples; save a preview as a test in the designer, or allow it with --allow-empty.'
}

/** What the published packages send has to be what the example expects; where they cannot be run, that is said. */
async function withGenuine(
  destination: FlowDestination,
  examples: readonly CheckedExample[],
  ask: AskPackages,
): Promise<CheckedDestination['examples']> {
  const compared: CheckedDestination['examples'] = []
  for (const one of examples) compared.push(await askGenuine(destination, one, ask))
  return compared
}

async function askGenuine(
  destination: FlowDestination,
  one: CheckedExample,
  ask: AskPackages,
): Promise<CheckedDestination['examples'][number]> {
  const { example, out } = one
  if (!example.isReadable || out === null) return one
  if (example.rule !== undefined) {
    const { collector: version } = destination.runtime
    return { ...one, genuine: { verdict: 'not-proven', version, reason: 'the example has a rule of its own' } }
  }
  const sends = out.map(([, send]) => send as { topic: string; messages: [Omit<KafkaRecord, 'topic'>] })
  const records = sends.map(({ topic, messages: [message] }): KafkaRecord => ({ topic, ...message }))
  const outcome = records.length === 0 ? 'ignored' : 'message'
  const genuine = await ask({ destination, event: example.event, outcome, records, now: clockOfExample(example) })
  if (genuine.verdict !== 'different') return { ...one, genuine }
  const reason = `walkerOS ${genuine.version} sends something else: ${genuine.field} at byte ${genuine.at}.`
  return { ...one, status: 'failed', reason, genuine }
}

/** The flow text in which every example that failed expects what its event comes to now. */
export function acceptAll(text: string, { destinations }: CheckedFile): { text: string; accepted: string[] } {
  const accepted: string[] = []
  let updated = text
  for (const { examples } of destinations) {
    for (const { status, out, example, genuine } of examples) {
      // What walkerOS itself does not send is nothing to expect.
      if (status !== 'failed' || out === null || genuine?.verdict === 'different') continue
      updated = setInFlow(updated, [...example.place, 'out'], out as JsonValue)
      accepted.push(example.name)
    }
  }
  return { text: updated, accepted }
}
