import {
  collectorOf,
  type DestinationPlan,
  effectiveConfig,
  type FlowDestination,
} from '@mapping-designer/mapping-engine'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { readSample, type Sample } from '../document/sample.ts'
import type { AnalysisState } from '../preview/analysis.ts'
import { chosenDestination, limitsOf, previewSample, type Reading, type SamplePreview } from '../preview/derive.ts'
import type { FoundProblem } from '../preview/problems.ts'
import { useBridge, useDesigner, useDocument } from './designer-context.tsx'

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
  const reading = useReading()
  const wanted = useDocument((state) => state.selectedDestination)
  return chosenDestination(reading, wanted)
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
  const isUntrusted = useDocument((state) => state.isUntrusted)
  return plan && sample && previewSample(plan, sample, code, isUntrusted)
}

/** The preview of any sample. */
export function useSamplePreview(sample: Sample): SamplePreview | undefined {
  const plan = usePlan()
  const { code } = useDesigner()
  useStore(code.revision)
  const isUntrusted = useDocument((state) => state.isUntrusted)
  return plan && previewSample(plan, sample, code, isUntrusted)
}

/** Whether the flow holds functions that wait for the person's word. */
export function useHasWaitingCode(): boolean {
  const isUntrusted = useDocument((state) => state.isUntrusted)
  const plan = usePlan()
  return isUntrusted && plan?.needsCode === true
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
  const isUntrusted = useDocument((state) => state.isUntrusted)
  useEffect(() => {
    if (!plan?.needsCode || isUntrusted || destination === undefined) return
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
  }, [code, plan, destination, now, topics, samples, selected, isUntrusted])
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
