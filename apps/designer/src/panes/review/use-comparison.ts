import { type Comparison, createComparison, type FlowChange, flowChanges } from '@mapping-designer/mapping-engine'
import { useMemo } from 'react'
import { useDocument } from '../../designer/designer-context.tsx'
import { type FlowAt, useFlowAt, useSavedText } from '../../designer/use-flow-at.ts'
import { useRunVariants, type Variant, withId } from '../../designer/use-variants.ts'
import type { ComparedSide } from '../../designer/view-state.ts'
import type { Sample } from '../../document/sample.ts'
import type { CodePreviews } from '../../preview/code-previews.ts'
import { isInWorker, previewSample } from '../../preview/derive.ts'
import { formatCount, plural } from '../../ui/format.ts'
import { useSliced } from '../../ui/use-sliced.ts'
import { useRevision } from './use-revision.ts'

/** Samples that are evaluated in the worker; more would be waited for. */
const maxInWorker = 500

/** The flow that a side stands for; null where there is none, `reading` until git has answered. */
export function useSide(side: ComparedSide, file: { text: string } | null): FlowAt | 'reading' | null {
  const draft = useDocument((state) => state.text)
  const saved = useSavedText()
  const revision = useRevision(revisionOf(side))
  const version = side.startsWith('walkerOS ') ? side.slice('walkerOS '.length) : null
  const texts: Record<string, string | null | undefined> = { saved, file: file?.text }
  const flow = useFlowAt(revision === null ? (side in texts ? (texts[side] ?? null) : draft) : revision.text, version)
  if (revision === null || flow !== null) return flow
  return revision.fault === null
    ? 'reading'
    : { file: null, destination: undefined, plan: undefined, fault: revision.fault }
}

/** The revision of git that a side stands for, null for another one. */
export const revisionOf = (side: ComparedSide): string | null => (side.startsWith('git ') ? side.slice(4) : null)

/** A side that can be run. */
export type Runnable = Pick<Variant, 'destination' | 'plan'> & Pick<FlowAt, 'file'>

export interface CompareWork {
  /** What is compared over, such as `8 samples`. */
  over: string
  /** The event with an index, as far as it is kept. */
  sampleAt(index: number): Sample | undefined
  /** Null while it is worked out. */
  comparison: Comparison | null
  changes: readonly FlowChange[]
}

/** What the samples come to on both sides, and where the flows differ. */
export function useComparison(before: Runnable, after: Runnable): CompareWork {
  const all = useDocument((state) => state.samples)
  const now = useDocument((state) => state.now)
  const isLimited = isInWorker(before.plan) || isInWorker(after.plan)
  const samples = useMemo(() => (isLimited ? all.slice(0, maxInWorker) : all).map(withId), [all, isLimited])
  const variants = useMemo(() => [before, after].map((side) => ({ ...side, samples })), [before, after, samples])
  const { worker, count, isRunning } = useRunVariants(variants, now)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the count says that the worker knows more
  const work = useMemo(
    () => (isRunning ? null : () => compareSamples(variants, samples, worker)),
    [variants, samples, worker, isRunning, count],
  )
  const result = useSliced(work)
  const changes = useFlowChanges(before, after)
  const isCurrent = result !== null && result.variants === variants && !result.isPending
  return {
    over: `${samples.length < all.length ? `${formatCount(samples.length)} of ` : ''}${plural(all.length, 'sample')}`,
    sampleAt: (index) => samples[index],
    comparison: isCurrent ? result.comparison : null,
    changes,
  }
}

/** Where the flows of two sides differ. */
export function useFlowChanges(before: Runnable, after: Runnable): readonly FlowChange[] {
  return useMemo(() => {
    const sides = [before, after].map(({ file, destination: { place } }) => ({ file, place }))
    const [old, current] = sides
    return old && current ? flowChanges(old, current) : []
  }, [before, after])
}

function* compareSamples(variants: readonly Variant[], samples: readonly Sample[], worker: CodePreviews) {
  const result = createComparison()
  let isPending = false
  const [before, after] = variants
  if (before === undefined || after === undefined) return { variants, isPending, comparison: result.result() }
  result.addProblems('before', before.plan.problems)
  result.addProblems('after', after.plan.problems)
  for (const [index, sample] of samples.entries()) {
    const [old, now] = [before, after].map(({ plan }) => previewSample(plan, sample, worker))
    isPending ||= old?.isPending === true || now?.isPending === true
    if (old?.explanation && now?.explanation) {
      result.add(index, old.explanation.outcome, now.explanation.outcome)
      result.addProblems('before', old.explanation.problems)
      result.addProblems('after', now.explanation.problems)
    }
    yield
  }
  return { variants, isPending, comparison: result.result() }
}
