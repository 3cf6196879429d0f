import { useCallback, useMemo } from 'react'
import { useStore } from 'zustand'
import { useDesigner, useDocument } from '../../designer/designer-context.tsx'
import { useDestination, usePlan } from '../../designer/use-preview.ts'
import { previewSample, type SamplePreview } from '../../preview/derive.ts'
import { useSliced } from '../../ui/use-sliced.ts'
import { type MatrixRow, matrixRow, matrixRows, type RowContext } from './matrix-rows.ts'

export type RowsBefore = ReadonlyMap<string, MatrixRow> | null

const noRows: MatrixRow[] = []

/** A row for each sample, made a slice at a time. */
export function useRows(previews: readonly SamplePreview[], context: RowContext): readonly MatrixRow[] {
  const work = useMemo(() => () => matrixRows(previews, context), [previews, context])
  return useSliced(work) ?? noRows
}

/** A row as it is now, for those in view: they do not wait until all samples are analysed. */
export function useRowNow(context: RowContext): (row: MatrixRow) => MatrixRow {
  const { code } = useDesigner()
  const plan = usePlan()
  const destination = useDestination()
  const samples = useDocument((state) => state.samples)
  const byId = useMemo(() => new Map(samples.map((sample) => [sample.id, sample])), [samples])
  const revision = useStore(code.revision, ({ count }) => count)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer of the worker may be of a row in view
  return useCallback(
    (row) => {
      const sample = byId.get(row.id)
      if (plan === undefined || sample === undefined) return row
      return matrixRow(previewSample(plan, sample, code), { ...context, destination })
    },
    [byId, plan, destination, code, context, revision],
  )
}

/** The rows as they were when the flow was saved or marked last; null where they are the same. */
export function useRowsBefore(previews: readonly SamplePreview[], context: RowContext): RowsBefore {
  const { analysis } = useDesigner()
  const baseline = useStore(analysis, (state) => state.baseline)
  const work = useMemo(
    () => (baseline === null || baseline.previews === previews ? null : () => rowsById(baseline.previews, context)),
    [baseline, previews, context],
  )
  return useSliced(work)
}

function* rowsById(
  previews: Parameters<typeof matrixRows>[0],
  context: RowContext,
): Generator<void, ReadonlyMap<string, MatrixRow>> {
  const rows = yield* matrixRows(previews, context)
  return new Map(rows.map((row) => [row.id, row]))
}
