import type { FlowDestination } from '@mapping-designer/mapping-engine'
import {
  clockOfExample,
  compareExample,
  type ExampleDifference,
  nameExample,
  outOf,
  pinEvent,
  readExamples,
  type StepExample,
} from '@mapping-designer/mapping-engine/examples'
import type { JsonObject, JsonValue, Outcome } from '@mapping-designer/shared-types'
import type { FlowEdit } from '../document/flow-edit.ts'
import type { ExampleLink, Sample } from '../document/sample.ts'
import type { SamplePreview } from './derive.ts'

/** What the step example behind a sample says to its preview. */
export interface TestState {
  example: StepExample
  /** `edited`: the sample is no longer the event of the example. */
  status: 'passed' | 'failed' | 'edited' | 'unreadable' | 'pending'
  differences: readonly ExampleDifference[]
  /** Why it is as it is, where no difference says it. */
  reason?: string | undefined
}

const examplesOf = new WeakMap<FlowDestination, Map<string, StepExample>>()

function examplesByName(destination: FlowDestination): Map<string, StepExample> {
  let known = examplesOf.get(destination)
  if (known === undefined) {
    known = new Map(readExamples(destination).map((example) => [example.name, example]))
    examplesOf.set(destination, known)
  }
  return known
}

/** The example that a sample stands for, if the flow still has it. */
export function exampleOf(sample: Sample, destination: FlowDestination | undefined): StepExample | undefined {
  const { example: link } = sample
  if (link === undefined || destination === undefined) return undefined
  if (link.flowName !== destination.flowName || link.destination !== destination.name) return undefined
  return examplesByName(destination).get(link.name)
}

/** The test of a sample; undefined for a sample that is none. */
export function testOf(preview: SamplePreview, destination: FlowDestination | undefined): TestState | undefined {
  if (preview.sample.example === undefined || destination === undefined) return undefined
  const known = testsOf.get(preview)
  if (known?.destination === destination) return known.test
  const test = runTest(preview, destination)
  testsOf.set(preview, { destination, test })
  return test
}

const testsOf = new WeakMap<SamplePreview, { destination: FlowDestination; test: TestState | undefined }>()

function runTest(preview: SamplePreview, destination: FlowDestination): TestState | undefined {
  const example = exampleOf(preview.sample, destination)
  // Tests enter at the collector; what comes by a source says nothing of them.
  if (example === undefined || destination.whole?.entry.into === 'source') return undefined
  const state = (status: TestState['status'], reason?: string): TestState => ({
    example,
    status,
    differences: [],
    reason,
  })
  if (!example.isReadable) return state('unreadable', example.message)
  if (JSON.stringify(preview.event) !== JSON.stringify(example.event)) return state('edited')
  if (example.rule !== undefined) {
    return state('unreadable', 'The example has a rule of its own; only the check command runs it.')
  }
  if (preview.explanation === null || preview.isPending) return state('pending')
  const { outcome } = preview.explanation
  return { example, ...compareExample(example, atClockOf(example, outcome)) }
}

// An event without a timestamp is dated by the clock of the draft; the example was by its own.
function atClockOf(example: StepExample & { isReadable: true }, outcome: Outcome): Outcome {
  if (!('record' in outcome) || example.event['timestamp'] !== undefined) return outcome
  return { ...outcome, record: { ...outcome.record, timestamp: String(clockOfExample(example)) } }
}

const expectable = ['message', 'undeliverable', 'ignored', 'denied', 'dropped'] as const

/** Whether a preview is something that a test can expect: an outcome that is known, of an event that enters where tests do. */
export function canExpect(
  { explanation, isPending }: SamplePreview,
  destination: FlowDestination | undefined,
): boolean {
  const { kind, assumed } = explanation?.outcome ?? {}
  return (
    !isPending &&
    assumed === undefined &&
    destination?.whole?.entry.into !== 'source' &&
    expectable.some((one) => one === kind)
  )
}

/** The edit that makes a preview a step example, or its example expect what it comes to now. */
export interface TestEdit {
  edits: FlowEdit[]
  link: ExampleLink
  /** The text of the sample afterwards: its event with ids and time pinned. */
  text: string
}

/**
 * Writes the preview of a sample into the flow as a step example, with everything pinned that changes from run to run.
 * Null where there is nothing to expect: no event, or a push that fails.
 */
export function writeTest(preview: SamplePreview, destination: FlowDestination, now: number): TestEdit | null {
  const { event, explanation, sample } = preview
  if (event === null || explanation === null || !canExpect(preview, destination)) return null
  const pinned = pinEvent(event, { collector: destination.collector, now, runtime: destination.runtime })
  // What is pinned is what the preview was made with, so the pinned event comes to the same.
  const out = outOf(explanation.outcome) as JsonValue
  const known = exampleOf(sample, destination)
  const text = JSON.stringify(pinned, null, 2)
  if (known?.isReadable) {
    const edits = [
      ...(JSON.stringify(known.event) === JSON.stringify(pinned)
        ? []
        : [{ place: [...known.place, 'in'], value: pinned }]),
      { place: [...known.place, 'out'], value: out },
    ]
    return { edits, link: linkTo(destination, known.name), text }
  }
  const name = nameExample(event, [...examplesByName(destination).keys()])
  const place = [...destination.place.slice(0, -1), 'examples', name]
  const edits = [{ place, value: { title: sample.title, in: pinned, out } }]
  return { edits, link: linkTo(destination, name), text }
}

/** Gives a step example another name at its place; null where that name is empty or taken. */
export function renamedTest(
  { name: from, place }: StepExample,
  destination: FlowDestination,
  to: string,
): { edit: FlowEdit; link: ExampleLink } | null {
  if (to === '' || examplesByName(destination).has(to)) return null
  const examples = Object.entries(destination.step['examples'] as JsonObject)
  const value = Object.fromEntries(examples.map(([name, example]) => [name === from ? to : name, example]))
  return { edit: { place: place.slice(0, -1), value }, link: linkTo(destination, to) }
}

function linkTo({ flowName, name: destination }: FlowDestination, name: string): ExampleLink {
  return { flowName, destination, name }
}
