import type { FlowDestination } from '@mapping-designer/mapping-engine'
import type { JsonValue } from '@mapping-designer/shared-types'
import { useMemo } from 'react'
import { chosenDestination, noReading, planAt, readText } from '../preview/derive.ts'
import type { PreviewPlan } from '../preview/preview-plan.ts'
import { wayOf } from '../preview/way-of.ts'
import { useDocument } from './designer-context.tsx'

/** What a flow text means that is not the draft, or not as it is shown. */
export interface FlowAt {
  file: JsonValue
  destination: FlowDestination | undefined
  plan: PreviewPlan | undefined
  /** Why it cannot be read. */
  fault: string | null
}

const noLimits = {}

/** The destination that is being designed as it is in another text, or under another version of walkerOS; null without a text. */
export function useFlowAt(text: string | null, previewAs: string | null): FlowAt | null {
  const env = useDocument((state) => state.env)
  const now = useDocument((state) => state.now)
  const isUntrusted = useDocument((state) => state.isUntrusted)
  const wanted = useDocument((state) => state.selectedDestination)
  const settings = useDocument((state) => state.settings)
  const read = useMemo(() => {
    if (text === null || text === '') return null
    const reading = readText(text, env, noReading)
    const chosen = chosenDestination(reading, wanted)
    const destination = chosen && wayOf(chosen, reading.json, env, { ...settings, previewAs })
    return { file: reading.json, destination, fault: reading.error?.message ?? null }
  }, [text, env, wanted, settings, previewAs])
  return useMemo(
    () => read && { ...read, plan: read.destination && planAt(read.destination, now, noLimits, isUntrusted) },
    [read, now, isUntrusted],
  )
}

/** The text of the flow as it was opened or saved last. */
export function useSavedText(): string | null {
  return useDocument((state) => state.file?.base ?? state.savedText)
}
