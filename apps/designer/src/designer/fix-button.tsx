import { adaptSamples, readSamples } from '@mapping-designer/mapping-engine'
import type { Problem } from '@mapping-designer/shared-types'
import { fixEdits } from '../document/flow-edit.ts'
import type { FoundProblem } from '../preview/problems.ts'
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

/** Turns the samples of another tracker, or of an older walkerOS, that have a problem into events of walkerOS. */
export function AdaptButton({ problem: { code, samples: ids } }: { problem: FoundProblem }) {
  const { document, view } = useDesigner()
  if (code !== 'foreign-event' || ids.length === 0) return null
  const adapt = async () => {
    const { samples, actions } = document.getState()
    for (const { id, text } of samples.filter((sample) => ids.includes(sample.id))) {
      const { events, notes } = adaptSamples(await readSamples(text))
      if (events[0] !== undefined) actions.changeSample(id, { text: events[0].text }, 'adapt sample')
      view.getState().actions.say(notes.join(' '))
    }
  }
  return (
    <button type="button" className="btn small" onClick={() => void adapt()}>
      Make it an event of walkerOS
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
    <button type="button" className="btn small" onClick={all}>
      Fix all {alike.length}
    </button>
  )
}
