import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { useDesigner, useDocument } from '../../designer/designer-context.tsx'
import { chosenDestination, planAt, previewSample, readText, type SamplePreview } from '../../preview/derive.ts'
import { codeRequest } from '../../preview/derived.ts'

const noReading = { destinations: [], error: null }
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
  const destination = useMemo(
    () => (text === null || text === '' ? undefined : chosenDestination(readText(text, env, noReading), wanted)),
    [text, env, wanted],
  )
  const plan = useMemo(() => destination && planAt(destination, now, noLimits), [destination, now])
  const { sample } = preview
  useEffect(() => {
    if (!plan?.needsCode || isUntrusted || destination === undefined) return
    savedCode.request(codeRequest(plan, destination, now, noLimits, [sample]))
  }, [savedCode, plan, destination, isUntrusted, now, sample])
  return plan ? previewSample(plan, sample, savedCode, isUntrusted) : null
}
