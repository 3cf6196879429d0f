import { useCallback } from 'react'
import { useDesigner } from '../../designer/designer-context.tsx'
import { useDestination } from '../../designer/use-preview.ts'
import type { SamplePreview } from '../../preview/derive.ts'
import { writeTest } from '../../preview/tests.ts'

/** Saves a preview as a step example of the flow, or makes its example expect it; null where that cannot be. */
export function useSaveTest(preview: SamplePreview | undefined): (() => void) | null {
  const { document } = useDesigner()
  const destination = useDestination()
  const save = useCallback(() => {
    if (preview === undefined || destination === undefined) return
    const { now, actions } = document.getState()
    const test = writeTest(preview, destination, now)
    if (test === null) return
    const isNew = preview.sample.example === undefined
    const change = { text: test.text, example: test.link }
    actions.saveTest(preview.sample.id, test.edits, change, isNew ? 'save as test' : 'accept the new output')
  }, [document, preview, destination])
  const kind = preview?.explanation?.outcome.kind
  const isKnown = kind !== undefined && kind !== 'failed' && !preview?.isPending
  return isKnown ? save : null
}
