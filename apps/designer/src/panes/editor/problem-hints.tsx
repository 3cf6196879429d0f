import type { Place, Problem } from '@mapping-designer/shared-types'
import { useContext } from 'react'
import { useDocument } from '../../designer/designer-context.tsx'
import { FixButton } from '../../designer/fix-button.tsx'
import { EditRoot } from '../../designer/use-flow-edit.ts'
import { useProblems } from '../../designer/use-preview.ts'
import { samePlace } from '../../document/place.ts'
import { Sentence } from '../../ui/sentence.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'

/** The problems of the selected sample at one place of the form. */
export function ProblemHints({ place }: { place: Place }) {
  const sample = useDocument((state) => state.selectedSample)
  const isHere = useIsHere(place)
  const here = useProblems().filter(
    (problem) =>
      isHere(problem) && (problem.samples.length === 0 || (sample !== null && problem.samples.includes(sample))),
  )
  return here.map((problem) => (
    <div key={problem.id} className="hint">
      <ToneIcon tone={problem.severity === 'error' ? 'err' : 'warn'} isSmall />
      <Sentence text={problem.cause} />
      <FixButton problem={problem} />
    </div>
  ))
}

/** Whether the selected sample has a problem at a place. */
export function useHasProblem(place: Place): boolean {
  const sample = useDocument((state) => state.selectedSample)
  const isHere = useIsHere(place)
  return useProblems().some((problem) => isHere(problem) && sample !== null && problem.samples.includes(sample))
}

/** Places of a form count from the config of the destination, or from the step that is edited; the places of such a step begin at the flow. */
function useIsHere(place: Place): (problem: Problem) => boolean {
  const root = useContext(EditRoot)
  const own = root === null ? place : [...root.slice(2), ...place]
  return ({ of, place: other }) => (of === 'flow') === (root !== null) && samePlace(other, own)
}
