import { contractOf, markedPersonal, topicFacts } from '@mapping-designer/mapping-engine'
import type { JsonObject } from '@mapping-designer/shared-types'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import { useDesigner, useDocument } from '../../designer/designer-context.tsx'
import { useFlowAt, useSavedText } from '../../designer/use-flow-at.ts'
import { usePreviews } from '../../designer/use-preview.ts'
import { useVariants, type Variant } from '../../designer/use-variants.ts'

/** Samples whose records are looked at; more would be waited for. */
export const maxSamples = 1_000

export type Contracts = Readonly<Record<string, JsonObject>>

/** The shape of the values of each topic, from the draft and its samples. */
export function useContract() {
  const { analysis } = useDesigner()
  const destination = useStore(analysis, (state) => state.destination)
  const isRunning = useStore(analysis, (state) => state.isRunning)
  const previews = usePreviews()
  const config = destination?.effective
  const step = destination?.step
  const { contracts, facts } = useMemo(() => {
    const outcomes = previews.slice(0, maxSamples).flatMap(({ explanation }) => explanation?.outcome ?? [])
    const marked = markedPersonal(step)
    const contracts: Contracts = contractOf(config, outcomes, marked)
    return { contracts, facts: topicFacts(config, outcomes, marked) }
  }, [config, step, previews])
  return { contracts, facts, config, isRunning }
}

const none: readonly Variant[] = []

/** The same of the flow as it was saved last; null where there is none, and while it is worked out. */
export function useSavedContract(isWanted: boolean): Contracts | null {
  const saved = useFlowAt(useSavedText(), null)
  const samples = useDocument((state) => state.samples)
  const now = useDocument((state) => state.now)
  const variants = useMemo(() => {
    if (!isWanted || saved?.destination === undefined || saved.plan === undefined) return none
    return [{ destination: saved.destination, plan: saved.plan, samples: samples.slice(0, maxSamples) }]
  }, [isWanted, saved, samples])
  const [outcomes] = useVariants(variants, now)
  return useMemo(
    () =>
      outcomes === undefined
        ? null
        : contractOf(
            saved?.destination?.effective,
            outcomes.filter((outcome) => outcome !== null),
            markedPersonal(saved?.destination?.step),
          ),
    [outcomes, saved],
  )
}
