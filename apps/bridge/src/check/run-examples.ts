import type { FlowDestination } from '@mapping-designer/mapping-engine'
import {
  clockOfExample,
  compareExample,
  configOfExample,
  type ExampleDifference,
  outOf,
  type ReadableExample,
  readExamples,
  type StepCall,
  type StepExample,
} from '@mapping-designer/mapping-engine/examples'
import type { JsonValue, Outcome } from '@mapping-designer/shared-types'
import type { EventRunner } from '../code/event-runner.ts'

/** What became of one step example. */
export interface CheckedExample {
  name: string
  title: string
  status: 'passed' | 'failed' | 'unreadable'
  differences: ExampleDifference[]
  /** Why it failed without a difference, in one sentence. */
  reason?: string
  rule: string | null
  /** What the event comes to now, as `out`; null where nothing may be written. */
  out: StepCall[] | null
  example: StepExample
  outcome?: Outcome
}

/** Runs all step examples of a destination, in the order of the file. */
export async function runExamples(destination: FlowDestination, runner: EventRunner): Promise<CheckedExample[]> {
  const examples = readExamples(destination)
  const readable = examples.filter((example) => example.isReadable)
  // Nearly all share the config and bring their time along, so that one plan serves them.
  const [alike, special] = partition(readable, (one) => one.rule === undefined && one.event['timestamp'] !== undefined)
  const outcomes = new Map<ReadableExample, Outcome>()
  const run = async (group: readonly ReadableExample[], config: JsonValue | undefined, now: number) => {
    const events = group.map(({ event }) => event)
    const request = { destination: { ...destination, effective: config }, events, now, isOneRun: true }
    const made = await runner.outcomes(request)
    for (const [index, example] of group.entries()) {
      const outcome = made[index]
      if (outcome !== undefined) outcomes.set(example, outcome)
    }
  }
  const config = destination.effective
  if (alike.length > 0) await run(alike, config, 0)
  for (const example of special) await run([example], configOfExample(config, example), clockOfExample(example))
  return examples.map((example) => checked(example, example.isReadable ? outcomes.get(example) : undefined))
}

function checked(example: StepExample, outcome: Outcome | undefined): CheckedExample {
  const { name, title } = example
  if (!example.isReadable || outcome === undefined) {
    const reason = example.isReadable ? 'The example gave no answer.' : example.message
    return { name, title, status: 'unreadable', differences: [], reason, rule: null, out: null, example }
  }
  const out = outcome.kind === 'failed' ? null : outOf(outcome)
  return { name, title, ...compareExample(example, outcome), rule: outcome.rule, out, example, outcome }
}

function partition<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))]
}
