import { placeInFlow } from '@mapping-designer/mapping-engine'
import type { Place } from '@mapping-designer/shared-types'
import type { FoundProblem } from '../preview/problems.ts'
import type { DesignerParts } from './designer-context.tsx'

/** Shows what a problem is about: a sample that has it, its rule, and the input that it stands in. */
export function goToProblem({ document, view, derived }: DesignerParts, problem: FoundProblem): void {
  const { actions, selectedSample } = document.getState()
  const [sample] = problem.samples
  if (sample !== undefined && !(selectedSample !== null && problem.samples.includes(selectedSample)))
    actions.selectSample(sample)
  const isOfSample = problem.place.length === 0 && sample !== undefined
  const { destination } = derived.getState()
  if (problem.of === 'flow' && destination) view.getState().actions.goToFile(placeInFlow(problem, destination))
  else if (isOfSample) view.getState().actions.openSampleBox('edit')
  else {
    actions.selectRule(rulePlace(problem.place))
    view.getState().actions.goTo(problem.place)
  }
}

/** The rule that a place is in; null for the destination. */
export function rulePlace(place: Place): Place | null {
  if (place[0] !== 'mapping' || place.length < 3) return null
  return place.slice(0, typeof place[3] === 'number' ? 4 : 3)
}
