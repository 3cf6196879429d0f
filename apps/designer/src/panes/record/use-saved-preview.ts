import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { useDesigner, useDocument } from '../../designer/designer-context.tsx'
import {
  chosenDestination,
  isInWorker,
  noReading,
  planAt,
  previewSample,
  readText,
  type SamplePreview,
} from '../../preview/derive.ts'
import { codeRequest } from '../../preview/deriving.ts'
import { wayOf } from '../../preview/way-of.ts'

const noLimits = {}

/** What the sample of a preview came to under the flow as it was opened or saved last; null where there was none. */
export function useSavedPreview(preview: SamplePreview): SamplePreview | null {
  const { savedCode } = useDesigner()
  useStore(savedCode.revision)
  const text = useDocument((state) => state.file?.base ?? state.savedText)
  const env = useDocument((state) => state.env)
  const now = useDocument((state) => state.now)
  const isUntrusted = useDocument((state) => state.isUntrusted)
  const wanted = useDocument((state) => state.selectedDestination)
  const settings = useDocument((state) => state.settings)
  const destination = useMemo(() => {
    if (text === null || text === '') return undefined
    const reading = readText(text, env, noReading)
    const chosen = chosenDestination(reading, wanted)
    return chosen && wayOf(chosen, reading.json, env, settings)
  }, [text, env, wanted, settings])
  const plan = useMemo(
    () => destination && planAt(destination, now, noLimits, isUntrusted),
    [destination, now, isUntrusted],
  )
  const { sample } = preview
  useEffect(() => {
    if (plan === undefined || !isInWorker(plan) || destination === undefined) return
    savedCode.request(codeRequest(plan, destination, now, noLimits, [sample]))
  }, [savedCode, plan, destination, now, sample])
  return plan ? previewSample(plan, sample, savedCode) : null
}
