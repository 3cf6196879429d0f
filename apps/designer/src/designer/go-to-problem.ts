import { placeInFlow } from '@mapping-designer/mapping-engine'
import type { Place, Problem } from '@mapping-designer/shared-types'
import { fixEdits } from '../document/flow-edit.ts'
import { assumedCode, type FoundProblem } from '../preview/problems.ts'
import type { DesignerParts } from './designer-context.tsx'
import { editConfig } from './use-flow-edit.ts'

/** Shows what a problem is about: a sample that has it, its rule, and the input that it stands in. */
export function goToProblem({ document, view, derived }: DesignerParts, problem: FoundProblem): void {
  const { actions, selectedSample } = document.getState()
  const [sample] = problem.samples
  if (sample !== undefined && !(selectedSample !== null && problem.samples.includes(selectedSample)))
    actions.selectSample(sample)
  const isOfSample = problem.place.length === 0 && sample !== undefined
  const { destination } = derived.getState()
  if (problem.code === assumedCode) view.getState().actions.showScreen('journey')
  else if (problem.of === 'flow' && destination) view.getState().actions.goToFile(placeInFlow(problem, destination))
  else if (isOfSample) view.getState().actions.open('event')
  else {
    actions.selectRule(rulePlace(problem.place))
    view.getState().actions.goTo(problem.place)
  }
}

/** Makes the edit that mends a problem, and goes to what it changed. */
export function applyFix(parts: DesignerParts, { fix, place, of }: Problem): void {
  if (fix === undefined) return
  editConfig(parts, fixEdits(fix), fix.label.toLowerCase())
  if (place.length === 0 || of === 'flow') return
  parts.document.getState().actions.selectRule(rulePlace(place))
  parts.view.getState().actions.goTo(place)
}

/** The rule that a place is in; null for the destination. */
export function rulePlace(place: Place): Place | null {
  if (place[0] !== 'mapping' || place.length < 3) return null
  return place.slice(0, typeof place[3] === 'number' ? 4 : 3)
}
