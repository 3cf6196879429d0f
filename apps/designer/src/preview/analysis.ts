import type { FlowDestination } from '@mapping-designer/mapping-engine'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SamplePreview } from './derive.ts'
import type { FoundProblem } from './problems.ts'

/** What all samples come to together; it may lag behind the selected one while someone types. */
export interface AnalysisState {
  previews: readonly SamplePreview[]
  /** Of the config and of all samples, each once, errors first. */
  problems: readonly FoundProblem[]
  /** Whether there was one since the flow was opened, also where it is solved. */
  hadProblems: boolean
  /** Tests of the flow among the samples, and those that fail. */
  tests: { count: number; failed: number }
  /** How many samples follow each rule. */
  ruleCounts: ReadonlyMap<string, number>
  destination: FlowDestination | undefined
  /** As it was when the flow was opened or saved last, or when somebody marked it. */
  baseline: Baseline | null
  isRunning: boolean
}

export interface Baseline {
  previews: readonly SamplePreview[]
  destination: FlowDestination | undefined
}

export type Analysis = StoreApi<AnalysisState>

/** As it is before any sample is analysed. */
export function createAnalysis(): Analysis {
  return createStore<AnalysisState>()(() => ({
    previews: [],
    problems: [],
    hadProblems: false,
    tests: { count: 0, failed: 0 },
    ruleCounts: new Map(),
    destination: undefined,
    baseline: null,
    isRunning: false,
  }))
}
