import type { Place } from '@mapping-designer/shared-types'
import { useDocument } from '../../app/designer-context.tsx'
import { useProblems } from '../../preview/use-preview.ts'
import { Sentence } from '../../ui/sentence.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { FixButton } from '../problems/fix-button.tsx'
import { samePlace } from '../rules/rule-list.ts'

/** The problems of the selected sample at one place of the form. */
export function ProblemHints({ place }: { place: Place }) {
  const sample = useDocument((state) => state.selectedSample)
  const here = useProblems().filter(
    (problem) =>
      samePlace(problem.place, place) &&
      (problem.samples.length === 0 || (sample !== null && problem.samples.includes(sample))),
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
  return useProblems().some(
    (problem) => samePlace(problem.place, place) && sample !== null && problem.samples.includes(sample),
  )
}
