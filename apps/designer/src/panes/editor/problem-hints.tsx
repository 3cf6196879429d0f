import type { Place } from '@mapping-designer/shared-types'
import { useDocument } from '../../designer/designer-context.tsx'
import { FixButton } from '../../designer/fix-button.tsx'
import { useProblems } from '../../designer/use-preview.ts'
import { samePlace } from '../../document/place.ts'
import { Sentence } from '../../ui/sentence.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'

/** The problems of the selected sample at one place of the form. */
export function ProblemHints({ place }: { place: Place }) {
  const sample = useDocument((state) => state.selectedSample)
  const here = useProblems().filter(
    (problem) =>
      problem.of === undefined &&
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
    (problem) =>
      problem.of === undefined &&
      samePlace(problem.place, place) &&
      sample !== null &&
      problem.samples.includes(sample),
  )
}
