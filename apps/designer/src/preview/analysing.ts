import { checkSamples, type FlowDestination } from '@mapping-designer/mapping-engine'
import type { DocumentStore } from '../document/document-state.ts'
import type { Schedule } from '../ui/after-events.ts'
import type { Analysis } from './analysis.ts'
import type { CodePreviews } from './code-previews.ts'
import { previewSample, type SamplePreview } from './derive.ts'
import type { DerivedStore } from './derived.ts'
import type { PreviewPlan } from './preview-plan.ts'
import { assumptions, collectProblems, type FoundProblem } from './problems.ts'
import { testOf } from './tests.ts'

export interface AnalysedParts {
  analysis: Analysis
  document: DocumentStore
  derived: DerivedStore
  code: CodePreviews
}

/** ms of work after which the page gets its turn, so that typing never waits. */
const slice = 4

/** When work starts that a change asks for, and when it goes on after a slice. */
export interface Schedules {
  first: Schedule
  next: Schedule
}

/** Previews all samples again after each change, a slice at a time; a newer change takes the place of the run. */
export function analyseSamples(
  { analysis: store, document, derived, code }: AnalysedParts,
  schedules: Schedules,
): void {
  let before: readonly unknown[] = [null]
  const start = inSlices(schedules)
  const look = () => {
    const { samples, now } = document.getState()
    const { plan, destination } = derived.getState()
    const inputs = [plan, destination, samples, now, code.revision.getState().count]
    if (inputs.every((input, index) => input === before[index])) return
    before = inputs
    start(run())
  }

  function* run(): Generator<void> {
    const { samples, now } = document.getState()
    const { plan, destination } = derived.getState()
    const previews: SamplePreview[] = []
    if (!store.getState().isRunning) store.setState({ isRunning: true })
    for (const sample of samples) {
      if (plan === undefined) break
      const preview = previewSample(plan, sample, code, true)
      testOf(preview, destination)
      previews.push(preview)
      yield
    }
    const problems = yield* findProblems(plan, destination, previews, now)
    const { baseline, ...last } = store.getState()
    const isStart = baseline === null || !document.getState().isEdited
    const tests = countTests(previews, destination)
    const ruleCounts = countRules(previews)
    store.setState({
      previews,
      // What is as it was stays the same object, so that React paints only what changed.
      problems: isAlike(last.problems, problems) ? last.problems : problems,
      hadProblems: problems.length > 0 || (!isStart && last.hadProblems),
      tests: isAlike(last.tests, tests) ? last.tests : tests,
      ruleCounts: isAlike([...last.ruleCounts], [...ruleCounts]) ? last.ruleCounts : ruleCounts,
      destination,
      isRunning: false,
      ...(isStart && { baseline: { previews, destination } }),
    })
  }

  for (const source of [document, derived, code.revision]) source.subscribe(look)
  look()
}

/** Does work a slice at a time; newer work takes the place of what is left, and waits for its start as that did. */
function inSlices({ first, next: later }: Schedules): (work: Iterator<void>) => void {
  let work: Iterator<void> | undefined
  let isWaiting = false
  const begin = () => {
    isWaiting = false
    if (work !== undefined) goOn(work)
  }
  const goOn = (own: Iterator<void>) => {
    if (own !== work) return
    const until = performance.now() + slice
    while (performance.now() < until) {
      if (own.next().done) {
        work = undefined
        return
      }
    }
    later(() => goOn(own))
  }
  return (next) => {
    work = next
    if (isWaiting) return
    isWaiting = true
    first(begin)
  }
}

/** Problems of the config, of all samples together and of each; stops in between for others to go on. */
function* findProblems(
  plan: PreviewPlan | undefined,
  destination: FlowDestination | undefined,
  previews: readonly SamplePreview[],
  now: number,
): Generator<void, FoundProblem[]> {
  const config = destination?.effective
  const runs = previews.flatMap(({ event, explanation }) =>
    explanation ? [{ config, now, event, ...explanation }] : [],
  )
  yield
  const ofConfig = [...(plan?.problems ?? []), ...assumptions(destination)]
  yield
  const ofSamples = yield* checkSamples({ config, runs })
  return yield* collectProblems([...ofConfig, ...ofSamples], previews)
}

function countTests(previews: readonly SamplePreview[], destination: FlowDestination | undefined) {
  const states = previews.flatMap((preview) => testOf(preview, destination)?.status ?? [])
  return { count: states.length, failed: states.filter((one) => one === 'failed' || one === 'unreadable').length }
}

function countRules(previews: readonly SamplePreview[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { explanation } of previews) {
    const rule = explanation?.outcome.rule
    if (rule) counts.set(rule, (counts.get(rule) ?? 0) + 1)
  }
  return counts
}

function isAlike(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
