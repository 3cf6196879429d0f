import { collectorOf, effectiveConfig } from '@mapping-designer/mapping-engine'
import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { useDesigner, useDocument } from '../../designer/designer-context.tsx'
import {
  chosenDestination,
  createPlanner,
  createReader,
  previewSample,
  type SamplePreview,
} from '../../preview/derive.ts'

const read = createReader()
const planFor = createPlanner()
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
    () => (text === null || text === '' ? undefined : chosenDestination(read(text, env), wanted)),
    [text, env, wanted],
  )
  const plan = destination && planFor(destination, now, noLimits)
  const { sample, event } = preview
  useEffect(() => {
    if (!plan?.needsCode || isUntrusted || destination === undefined || event === null) return
    savedCode.request({
      plan,
      config: effectiveConfig(destination),
      runtime: destination.runtime,
      collector: collectorOf(destination),
      now,
      maxMessageBytes: noLimits,
      samples: [{ sample, event }],
    })
  }, [savedCode, plan, destination, isUntrusted, now, sample, event])
  return plan ? previewSample(plan, sample, savedCode, isUntrusted) : null
}
