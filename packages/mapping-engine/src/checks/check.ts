import type { Outcome, Place, Problem, Severity } from '@mapping-designer/shared-types'
import type { FlowParts } from '../chain/flow-parts.ts'
import type { Hop } from '../chain/journey.ts'
import type { FlowError } from '../flow/read-flow.ts'
import type { OpenReference } from '../flow/resolve-references.ts'
import type { PackedSize } from '../record/batch-size.ts'
import type { Semantics } from '../runtime/differences.ts'
import type { Step } from '../trace/step.ts'
import type { LoggedError } from '../value/frame.ts'

export interface ConfigInput {
  config: unknown
  /** The step of the flow file around the config, where there is one. */
  step: Record<string, unknown> | undefined
  /** The `config` of the flow around the step: its platform and its bundle. */
  flowConfig: unknown
  references: readonly OpenReference[]
  /** Why the flow around it cannot be run. */
  refused?: FlowError | undefined
  semantics: Semantics
}

export interface RunInput {
  config: unknown
  /** The step of the flow file around the config, where there is one. */
  step?: Record<string, unknown> | undefined
  /** ms since 1970 */
  now: number
  event: unknown
  outcome: Outcome
  /** Largest batch that the topic of the record takes, where it is known. */
  maxMessageBytes?: number | undefined
  packedSize?: PackedSize | undefined
  steps: readonly Step[]
  errors: readonly LoggedError[]
  /** Of the version that the flow runs. */
  semantics?: Semantics | undefined
}

/** All samples under one config. */
export interface SamplesInput {
  config: unknown
  runs: readonly RunInput[]
}

/** The flow around a destination, as walkerOS bundles it. */
export interface FlowInput {
  flow: FlowParts
  /** Its name. */
  destination: string
}

/** The way of one event through that flow. */
export interface WayInput extends FlowInput {
  hops: readonly Hop[]
}

/** What a check found: the rest of the problem comes from the check itself. */
export interface Finding {
  /** Where its place counts from the flow, though the check looks at something else. */
  of?: 'flow'
  cause: string
  place: Place
  fix?: { label: string; edits: { of?: 'config' | 'step' | 'flow'; place: Place; value?: unknown }[] }
}

/**
 * One problem a person can have. A check looks at the config, at one run, at all samples, or at several of these. The
 * comment above it is what the reference says: what walkerOS or Kafka does, and why that hurts.
 */
export interface Check {
  code: string
  severity: Severity
  ofConfig?(input: ConfigInput): Finding[]
  ofRun?(run: RunInput): Finding[]
  /** One that looks at each sample stops in between for others to go on. */
  ofSamples?(samples: SamplesInput): Finding[] | Generator<void, Finding[]>
  /** Places of what it finds are in the flow, as they are for `ofWay`. */
  ofFlow?(input: FlowInput): Finding[]
  ofWay?(way: WayInput): Finding[]
  /** Looks at the text of a sample as it was pasted. */
  ofText?(text: string): Finding[]
}

/** The step of a kind, if the run came that far. */
export function stepOf<K extends Step['kind']>(
  run: Pick<RunInput, 'steps'>,
  kind: K,
): Extract<Step, { kind: K }> | undefined {
  return run.steps.find((step): step is Extract<Step, { kind: K }> => step.kind === kind)
}

/** The steps that say why an event is sent whole; nothing of any other. */
export function sentWhole(run: Pick<RunInput, 'steps'>) {
  if (stepOf(run, 'record')?.value.origin !== 'full-event') return undefined
  return { rules: stepOf(run, 'rules'), data: stepOf(run, 'data') }
}

export function toProblem(check: Check, finding: Finding): Problem {
  const { of, place, cause, fix } = finding
  const { code, severity } = check
  // What a fix writes is put together from parts of the config, which is JSON.
  return { code, severity, place: [...place], cause, ...(of && { of }), ...(fix && { fix: fix as Problem['fix'] }) }
}

/** A value as a sentence can quote it. */
export function quote(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')
  return `\`${text.length > 60 ? `${text.slice(0, 57)}…` : text}\``
}
