import type { FlowDestination } from '@mapping-designer/mapping-engine'
import type { Outcome } from '@mapping-designer/shared-types'
import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { readSample, type Sample } from '../document/sample.ts'
import { isInWorker } from '../preview/derive.ts'
import { codeRequest } from '../preview/deriving.ts'
import type { PreviewPlan } from '../preview/preview-plan.ts'
import { useDesigner } from './designer-context.tsx'

/** Samples under a plan that is not the one on screen: another version of walkerOS, or another consent. */
export interface Variant {
  destination: FlowDestination
  plan: PreviewPlan
  samples: readonly Sample[]
}

const noLimits = {}

/**
 * What the samples of each variant come to; null for a sample that is no event or that is still being evaluated. Flows with
 * functions or steps are evaluated in a worker of their own, one variant after the other. The list has to be stable.
 */
export function useVariants(variants: readonly Variant[], now: number): (Outcome | null)[][] {
  const { worker, count } = useRunVariants(variants, now)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the count says that the worker knows more
  return useMemo(
    () => variants.map(({ plan, samples }) => samples.map((sample) => outcomeOf(plan, sample, worker))),
    [variants, worker, count],
  )
}

/** Has the worker evaluate what it has to of each variant; the list has to be stable. */
export function useRunVariants(variants: readonly Variant[], now: number) {
  const { variants: worker } = useDesigner()
  const { count, isRunning } = useStore(worker.revision)
  useEffect(() => {
    if (isRunning) return
    for (const { plan, destination, samples } of variants) {
      if (!isInWorker(plan)) continue
      const missing = samples.filter((sample) => readSample(sample).isReadable && !worker.find(plan, sample))
      if (missing.length === 0) continue
      worker.request(codeRequest(plan, destination, now, noLimits, missing))
      return
    }
  }, [worker, variants, now, isRunning])
  return { worker, count, isRunning }
}

/** A sample with an id: the one that walkerOS makes at random says nothing of what is compared. */
export function withId(sample: Sample): Sample {
  const reading = readSample(sample)
  return reading.isReadable ? { ...sample, text: JSON.stringify({ id: 'x', ...reading.event }) } : sample
}

function outcomeOf(plan: PreviewPlan, sample: Sample, worker: ReturnType<typeof useDesigner>['variants']) {
  const reading = readSample(sample)
  if (!reading.isReadable) return null
  return isInWorker(plan) ? (worker.find(plan, sample)?.outcome ?? null) : plan.run(reading.event)
}
