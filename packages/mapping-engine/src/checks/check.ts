import type { Outcome, Place, Problem, Severity } from '@mapping-designer/shared-types'
import type { OpenReference } from '../flow/resolve-references.ts'
import type { Semantics } from '../runtime/differences.ts'
import type { Step } from '../trace/step.ts'
import type { LoggedError } from '../value/frame.ts'

export interface ConfigFacts {
  config: unknown
  /** The step of the flow file around the config, where there is one. */
  step: Record<string, unknown> | undefined
  /** The `config` of the flow around the step: its platform and its bundle. */
  flowConfig: unknown
  references: readonly OpenReference[]
  semantics: Semantics
}

export interface RunFacts {
  config: unknown
  /** ms since 1970 */
  now: number
  event: unknown
  outcome: Outcome
  /** Largest batch that the topic of the record takes, if the cluster was asked. */
  maxMessageBytes?: number | undefined
  steps: readonly Step[]
  errors: readonly LoggedError[]
  /** Of the version that the flow runs. */
  semantics?: Semantics | undefined
}

/** All samples under one config. */
export interface SamplesFacts {
  config: unknown
  runs: readonly RunFacts[]
}

/** What a check found: the rest of the problem comes from the check itself. */
export type Finding = Pick<Problem, 'cause' | 'fix'> & { place: Place }

/**
 * One problem a person can have. A check looks at the config, at one run, at all samples, or at several of these. The
 * comment above it is what the reference says: what walkerOS or Kafka does, and why that hurts.
 */
export interface Check {
  code: string
  severity: Severity
  ofConfig?(facts: ConfigFacts): Finding[]
  ofRun?(run: RunFacts): Finding[]
  ofSamples?(samples: SamplesFacts): Finding[]
  /** Looks at the text of a sample as it was pasted. */
  ofText?(text: string): Finding[]
}

/** The step of a kind, if the run came that far. */
export function stepOf<K extends Step['kind']>(
  run: Pick<RunFacts, 'steps'>,
  kind: K,
): Extract<Step, { kind: K }> | undefined {
  return run.steps.find((step): step is Extract<Step, { kind: K }> => step.kind === kind)
}

export function toProblem(check: Check, finding: Finding): Problem {
  const { place, cause, fix } = finding
  return { code: check.code, severity: check.severity, place: [...place], cause, ...(fix && { fix }) }
}

/** A value as a sentence can quote it. */
export function quote(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')
  return `\`${text.length > 60 ? `${text.slice(0, 57)}…` : text}\``
}
