import type { Problem } from '@mapping-designer/shared-types'
import { fixEdits } from '../document/flow-edit.ts'
import { useDesigner } from './designer-context.tsx'
import { applyFix } from './go-to-problem.ts'
import { useFlowEdit } from './use-flow-edit.ts'
import { useProblems } from './use-preview.ts'

/** One undoable edit that mends a problem, where there is one. */
export function FixButton({ problem }: { problem: Problem }) {
  const parts = useDesigner()
  if (problem.fix === undefined) return null
  return (
    <button type="button" className="btn small" onClick={() => applyFix(parts, problem)}>
      {problem.fix.label}
    </button>
  )
}

/** Mends all problems of one kind in one undoable edit, on the first of them. */
export function FixAllButton({ problem }: { problem: Problem }) {
  const edit = useFlowEdit()
  const alike = useProblems().filter(({ code, fix }) => code === problem.code && fix !== undefined)
  if (problem.fix === undefined || alike.length < 2 || alike[0] !== problem) return null
  const all = () => {
    // Two problems may have the same fix.
    const edits = new Map(
      alike.flatMap(({ fix }) => (fix ? fixEdits(fix) : [])).map((one) => [JSON.stringify([one.of, one.place]), one]),
    )
    edit([...edits.values()], `fix ${alike.length} problems`)
  }
  return (
    <button type="button" className="btn ghost small" onClick={all}>
      Fix all {alike.length}
    </button>
  )
}
