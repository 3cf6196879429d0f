import type { FlowDestination } from '@mapping-designer/mapping-engine'
import type { JsonObject } from '@mapping-designer/shared-types'
import { useStore } from 'zustand'
import type { RuleEntry } from '../mapping/rule-list.ts'
import type { AnalysisState } from '../preview/analysis.ts'
import type { Reading, SamplePreview } from '../preview/derive.ts'
import type { PreviewPlan } from '../preview/preview-plan.ts'
import type { FoundProblem } from '../preview/problems.ts'
import { useDerived, useDesigner } from './designer-context.tsx'

export function useReading(): Reading {
  return useDerived((derived) => derived.reading)
}

/** The Kafka destination that is being designed, if the flow has one. */
export function useDestination(): FlowDestination | undefined {
  return useDerived((derived) => derived.destination)
}

/** The rules of that destination, in the order of the file. */
export function useRules(): readonly RuleEntry[] {
  return useDerived((derived) => derived.rules)
}

/** The preview of the selected sample. */
export function usePreview(): SamplePreview | undefined {
  return useDerived((derived) => derived.preview)
}

/** The event of the selected sample as it was pasted. */
export function useEvent(): JsonObject | null | undefined {
  return useDerived((derived) => derived.preview?.event)
}

/** The rules of that destination as they are run. */
export function usePlan(): PreviewPlan | undefined {
  return useDerived((derived) => derived.plan)
}

/** Whether the flow holds functions that wait for the person's word. */
export function useHasWaitingCode(): boolean {
  return useDerived((derived) => derived.isCodeWaiting)
}

/** The previews of all samples; they may lag behind the selected one while someone types. */
export function usePreviews(): readonly SamplePreview[] {
  return useStore(useDesigner().analysis, (state) => state.previews)
}

/** Problems of the config and of all samples, each once, errors first. */
export function useProblems(): readonly FoundProblem[] {
  return useStore(useDesigner().analysis, (state) => state.problems)
}

/** Tests of the flow among the samples, and those that fail. */
export function useTestCounts(): AnalysisState['tests'] {
  return useStore(useDesigner().analysis, (state) => state.tests)
}

/** How many samples follow each rule. */
export function useRuleCounts(): ReadonlyMap<string, number> {
  return useStore(useDesigner().analysis, (state) => state.ruleCounts)
}
