import type { Problem } from '@mapping-designer/shared-types'
import { useFlowEdit } from '../editor/use-flow-edit.ts'

/** One undoable edit that mends a problem, where there is one. */
export function FixButton({ problem }: { problem: Problem }) {
  const edit = useFlowEdit()
  const { fix } = problem
  if (fix === undefined) return null
  return (
    <button
      type="button"
      className="btn small"
      onClick={() =>
        edit(
          fix.edits.map(({ of, place, value }) => ({ of, place, value })),
          fix.label.toLowerCase(),
        )
      }
    >
      {fix.label}
    </button>
  )
}
