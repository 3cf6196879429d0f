import { useMemo } from 'react'
import { useStore } from 'zustand'
import { useDesigner } from '../../designer/designer-context.tsx'
import type { SamplePreview } from '../../preview/derive.ts'
import { useSliced } from '../../ui/use-sliced.ts'
import { type MatrixRow, matrixRows, type RowContext } from './matrix-rows.ts'

export type RowsBefore = ReadonlyMap<string, MatrixRow> | null

const noRows: MatrixRow[] = []

/** A row for each sample, made a slice at a time. */
export function useRows(previews: readonly SamplePreview[], context: RowContext): readonly MatrixRow[] {
  const work = useMemo(() => () => matrixRows(previews, context), [previews, context])
  return useSliced(work) ?? noRows
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
