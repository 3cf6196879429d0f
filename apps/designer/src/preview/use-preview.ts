import {
  checkSamples,
  checkText,
  collectorOf,
  type DestinationPlan,
  effectiveConfig,
  type FlowDestination,
} from '@mapping-designer/mapping-engine'
import type { Problem } from '@mapping-designer/shared-types'
import { useDeferredValue, useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { useBridge, useDesigner, useDocument } from '../app/designer-context.tsx'
import { readSample, type Sample } from '../document/sample.ts'
import { limitsOf, previewSample, type Reading, type SamplePreview } from './derive.ts'
import { testOf } from './tests.ts'

export function useReading(): Reading {
  const { read } = useDesigner()
  const text = useDocument((state) => state.text)
  return read(
    text,
    useDocument((state) => state.env),
  )
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
  const limits = limitsOf(useBridge((state) => state.topics))
  return destination && planFor(destination, now, limits)
}

/** The preview of the selected sample. */
export function usePreview(): SamplePreview | undefined {
  const plan = usePlan()
  const { code } = useDesigner()
  useStore(code.revision)
  const sample = useDocument((state) => state.samples.find(({ id }) => id === state.selectedSample))
  return plan && sample && previewSample(plan, sample, code)
}

/** The preview of any sample. */
export function useSamplePreview(sample: Sample): SamplePreview | undefined {
  const plan = usePlan()
  const { code } = useDesigner()
  useStore(code.revision)
  return plan && previewSample(plan, sample, code)
}

/** Keeps the worker busy with the plan and the samples on screen, where the flow holds functions. */
export function useCodeRequests(): void {
  const { code } = useDesigner()
  const plan = usePlan()
  const destination = useDestination()
  const now = useDocument((state) => state.now)
  const samples = useDocument((state) => state.samples)
  const selected = useDocument((state) => state.selectedSample)
  const topics = useBridge((state) => state.topics)
  useEffect(() => {
    if (!plan?.needsCode || destination === undefined) return
    const readable = samples.flatMap((sample) => {
      const reading = readSample(sample)
      return reading.isReadable ? [{ sample, event: reading.event }] : []
    })
    // The one that is looked at comes first.
    readable.sort((a, b) => Number(b.sample.id === selected) - Number(a.sample.id === selected))
    code.request({
      plan,
      config: effectiveConfig(destination),
      runtime: destination.runtime,
      collector: collectorOf(destination),
      now,
      maxMessageBytes: limitsOf(topics),
      samples: readable,
    })
  }, [code, plan, destination, now, topics, samples, selected])
}

/** The previews of all samples; they may lag behind the selected one while someone types. */
export function usePreviews(): readonly SamplePreview[] {
  const plan = useDeferredValue(usePlan())
  const samples = useDeferredValue(useDocument((state) => state.samples))
  const { code } = useDesigner()
  const revision = useDeferredValue(useStore(code.revision).count)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the answers of the worker are no value of React's
  return useMemo(
    () => (plan ? samples.map((sample) => previewSample(plan, sample, code)) : []),
    [plan, samples, code, revision],
  )
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
  const destination = useDeferredValue(useDestination())
  const now = useDocument((state) => state.now)
  return useMemo(() => {
    const config = destination && effectiveConfig(destination)
    const runs = previews.flatMap(({ event, explanation }) =>
      explanation ? [{ config, now, event, ...explanation }] : [],
    )
    return collectProblems([...(plan?.problems ?? []), ...checkSamples({ config, runs })], previews)
  }, [plan, previews, destination, now])
}

const ofTexts = new WeakMap<Sample, Problem[]>()

/** What the text of a sample says and its event no longer shows. */
function textProblems(sample: Sample): Problem[] {
  let problems = ofTexts.get(sample)
  if (problems === undefined) {
    problems = checkText(sample.text)
    ofTexts.set(sample, problems)
  }
  return problems
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
    for (const problem of [...(explanation?.problems ?? []), ...textProblems(sample)]) add(problem, sample.id)
  }
  return [...found.values()].sort((a, b) => rank[a.severity] - rank[b.severity])
}

/** Tests of the flow among the samples, and those that fail. */
export function useTestCounts(): { count: number; failed: number } {
  const destination = useDeferredValue(useDestination())
  const previews = usePreviews()
  return useMemo(() => {
    const tests = previews.flatMap((preview) => testOf(preview, destination) ?? [])
    const failed = tests.filter(({ status }) => status === 'failed' || status === 'unreadable').length
    return { count: tests.length, failed }
  }, [previews, destination])
}
