import type { DestinationPlan, FlowDestination } from '@mapping-designer/mapping-engine'
import type { Problem } from '@mapping-designer/shared-types'
import { useDeferredValue, useMemo } from 'react'
import { useDesigner, useDocument } from '../app/designer-context.tsx'
import { previewSample, type Reading, type SamplePreview } from './derive.ts'

export function useReading(): Reading {
  const { read } = useDesigner()
  return read(useDocument((state) => state.text))
}

/** The Kafka destination that is being designed, if the flow has one. */
export function useDestination(): FlowDestination | undefined {
  const { destinations } = useReading()
  const wanted = useDocument((state) => state.selectedDestination)
  const chosen = destinations.find(({ flowName, name }) => flowName === wanted?.flowName && name === wanted.name)
  return chosen ?? destinations[0]
}

export function usePlan(): DestinationPlan | undefined {
  const { planFor } = useDesigner()
  const destination = useDestination()
  const now = useDocument((state) => state.now)
  return destination && planFor(destination, now)
}

/** The preview of the selected sample. */
export function usePreview(): SamplePreview | undefined {
  const plan = usePlan()
  const sample = useDocument((state) => state.samples.find(({ id }) => id === state.selectedSample))
  return plan && sample && previewSample(plan, sample)
}

/** The previews of all samples; they may lag behind the selected one while someone types. */
export function usePreviews(): readonly SamplePreview[] {
  const plan = useDeferredValue(usePlan())
  const samples = useDeferredValue(useDocument((state) => state.samples))
  return useMemo(() => (plan ? samples.map((sample) => previewSample(plan, sample)) : []), [plan, samples])
}

export interface FoundProblem extends Problem {
  id: string
  /** The samples that have it; none for a problem of the config itself. */
  samples: readonly string[]
}

/** Problems of the config and of all samples, each once, errors first. */
export function useProblems(): readonly FoundProblem[] {
  const plan = useDeferredValue(usePlan())
  const previews = usePreviews()
  return useMemo(() => collectProblems(plan?.problems ?? [], previews), [plan, previews])
}

const rank = { error: 0, warning: 1, hint: 2 }

export function collectProblems(ofConfig: readonly Problem[], previews: readonly SamplePreview[]): FoundProblem[] {
  const found = new Map<string, FoundProblem & { samples: string[] }>()
  const add = (problem: Problem, sample?: string) => {
    const id = JSON.stringify([problem.code, problem.place, problem.cause])
    const known = found.get(id) ?? { ...problem, id, samples: [] }
    if (sample !== undefined) known.samples.push(sample)
    found.set(id, known)
  }
  for (const problem of ofConfig) add(problem)
  for (const { sample, explanation } of previews) {
    for (const problem of explanation?.problems ?? []) add(problem, sample.id)
  }
  return [...found.values()].sort((a, b) => rank[a.severity] - rank[b.severity])
}
