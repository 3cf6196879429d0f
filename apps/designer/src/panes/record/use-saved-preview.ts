import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useDesigner, useDocument } from '../../designer/designer-context.tsx'
import { useFlowAt, useSavedText } from '../../designer/use-flow-at.ts'
import { isInWorker, previewSample, type SamplePreview } from '../../preview/derive.ts'
import { codeRequest } from '../../preview/deriving.ts'

const noLimits = {}

/** What the sample of a preview came to under the flow as it was opened or saved last; null where there was none. */
export function useSavedPreview(preview: SamplePreview): SamplePreview | null {
  const { savedCode } = useDesigner()
  useStore(savedCode.revision)
  const now = useDocument((state) => state.now)
  const previewAs = useDocument((state) => state.settings.previewAs)
  const { destination, plan } = useFlowAt(useSavedText(), previewAs) ?? {}
  const { sample } = preview
  useEffect(() => {
    if (plan === undefined || !isInWorker(plan) || destination === undefined) return
    savedCode.request(codeRequest(plan, destination, now, noLimits, [sample]))
  }, [savedCode, plan, destination, now, sample])
  return plan ? previewSample(plan, sample, savedCode) : null
}
