import { useStore } from 'zustand'
import type { Sample } from '../document/sample.ts'
import { previewSample, type SamplePreview } from '../preview/derive.ts'
import { useDesigner } from './designer-context.tsx'
import { usePlan } from './use-preview.ts'

/** The preview of any sample. */
export function useSamplePreview(sample: Sample): SamplePreview | undefined {
  const plan = usePlan()
  const { code } = useDesigner()
  useStore(code.revision)
  return plan && previewSample(plan, sample, code)
}
