import type { CollectorState, StandIns } from '@mapping-designer/shared-types'
import type { DestinationPlan } from '../destination-plan.ts'
import type { ReferenceValues } from '../flow/read-flow.ts'
import type { Runtime } from '../runtime/differences.ts'
import type { CodeRunner } from '../value/code-function.ts'
import type { RunState } from './chain-run.ts'
import type { FlowParts } from './flow-parts.ts'
import type { EarlyEnd } from './journey.ts'
import type { Delivered } from './run-destination.ts'
import type { Step, StepPort } from './step.ts'
import type { RunMapping } from './step-mapping.ts'

export interface FlowOptions {
  flowName: string
  runtime: Runtime
  /** ms since 1970 */
  now: number
  env?: ReferenceValues | undefined
  code?: CodeRunner | undefined
  ports?: Readonly<Record<string, StepPort>> | undefined
  /** What is assumed of transformers that cannot be run, by their name. */
  assume?: StandIns | undefined
  /** Steps that one event may come to; by default more than any walkerOS gets to the end of. */
  maxSteps?: number | undefined
  /** The Kafka destinations of the flow, by name. */
  plans: Readonly<Record<string, DestinationPlan>>
  collector: CollectorState
}

export interface CompiledFlow extends FlowParts {
  options: FlowOptions
}

/** What a run needs to let an event in. */
export interface Entering {
  flow: CompiledFlow
  state: RunState
  sources: ReadonlyMap<string, Step>
  mapping: RunMapping
}

/** What came of a part of the event: an end before all destinations, or what each of them made of it. */
export type End = EarlyEnd | ReadonlyMap<string, Delivered[]>
