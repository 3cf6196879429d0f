import { contractOf, markedPersonal } from '@mapping-designer/mapping-engine'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import { useDesigner, useDocument } from '../../designer/designer-context.tsx'
import { useFlowAt, useSavedText } from '../../designer/use-flow-at.ts'
import { usePreviews } from '../../designer/use-preview.ts'
import { useVariants, type Variant } from '../../designer/use-variants.ts'
import { type Contracts, contractsOf, maxSamples } from './contract-now.ts'

/** The shape of the values of each topic, from the draft and its samples. */
export function useContract() {
  const { analysis } = useDesigner()
  const destination = useStore(analysis, (state) => state.destination)
  const isRunning = useStore(analysis, (state) => state.isRunning)
  const previews = usePreviews()
  const { effective, step } = destination ?? {}
  const { contracts, facts } = useMemo(() => contractsOf(effective, step, previews), [effective, step, previews])
  return { contracts, facts, config: effective, isRunning }
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
