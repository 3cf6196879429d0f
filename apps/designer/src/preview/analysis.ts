import { checkSamples, effectiveConfig, type FlowDestination } from '@mapping-designer/mapping-engine'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DocumentStore } from '../document/document-store.ts'
import type { Sample } from '../document/sample.ts'
import type { Schedule } from '../ui/after-events.ts'
import type { CodePreviews } from './code-previews.ts'
import { type PreviewPlan, previewSample, type SamplePreview } from './derive.ts'
import type { DerivedStore } from './derived.ts'
import { collectProblems, type FoundProblem } from './problems.ts'
import { testOf } from './tests.ts'

/** What all samples come to together; it may lag behind the selected one while someone types. */
export interface AnalysisState {
  previews: readonly SamplePreview[]
  /** Of the config and of all samples, each once, errors first. */
  problems: readonly FoundProblem[]
  /** Tests of the flow among the samples, and those that fail. */
  tests: { count: number; failed: number }
  /** How many samples follow each rule. */
  ruleCounts: ReadonlyMap<string, number>
  destination: FlowDestination | undefined
  /** As it was when the flow was opened or saved last, or when somebody marked it. */
  baseline: Baseline | null
  isRunning: boolean
}

export interface Baseline {
  previews: readonly SamplePreview[]
  destination: FlowDestination | undefined
}

export type Analysis = StoreApi<AnalysisState>

interface Parts {
  document: DocumentStore
  derived: DerivedStore
  code: CodePreviews
}

/** ms of work after which the page gets its turn, so that nobody's typing waits. */
const slice = 4

/** Previews all samples anew after each change, a slice at a time; a newer change takes the place of the run. */
export function createAnalysis({ document, derived, code }: Parts, schedule: Schedule): Analysis {
  const store = createStore<AnalysisState>()(() => ({
    previews: [],
    problems: [],
    tests: { count: 0, failed: 0 },
    ruleCounts: new Map(),
    destination: undefined,
    baseline: null,
    isRunning: false,
  }))
  let work: Iterator<void> | undefined
  let isScheduled = false
  let before: readonly unknown[] = [null]

  const step = () => {
    isScheduled = false
    const until = performance.now() + slice
    while (work !== undefined && performance.now() < until) {
      if (work.next().done) work = undefined
    }
    if (work !== undefined) go()
  }
  const go = () => {
    if (isScheduled) return
    isScheduled = true
    schedule(step)
  }
  const look = () => {
    const { samples, now } = document.getState()
    const { plan, destination } = derived.getState()
    const inputs = [plan, destination, samples, now, code.revision.getState().count]
    if (inputs.every((input, index) => input === before[index])) return
    before = inputs
    work = run(plan, destination, samples, now)
    if (!store.getState().isRunning) store.setState({ isRunning: true })
    go()
  }

  function* run(
    plan: PreviewPlan | undefined,
    destination: FlowDestination | undefined,
    samples: readonly Sample[],
    now: number,
  ): Generator<void> {
    const previews: SamplePreview[] = []
    const ruleCounts = new Map<string, number>()
    const tests = { count: 0, failed: 0 }
    for (const sample of samples) {
      if (plan === undefined) break
      const preview = previewSample(plan, sample, code)
      previews.push(preview)
      const rule = preview.explanation?.outcome.rule
      if (rule) ruleCounts.set(rule, (ruleCounts.get(rule) ?? 0) + 1)
      const status = testOf(preview, destination)?.status
      if (status !== undefined) tests.count++
      if (status === 'failed' || status === 'unreadable') tests.failed++
      yield
    }
    const config = destination && effectiveConfig(destination)
    const runs = previews.flatMap(({ event, explanation }) =>
      explanation ? [{ config, now, event, ...explanation }] : [],
    )
    yield
    const ofConfig = plan?.problems ?? []
    yield
    const ofSamples = checkSamples({ config, runs })
    yield
    const problems = yield* collectProblems([...ofConfig, ...ofSamples], previews)
    const { baseline, ...last } = store.getState()
    const isStart = baseline === null || !document.getState().isEdited
    store.setState({
      previews,
      // What is as it was stays the same object, so that nothing is painted anew for it.
      problems: isAlike(last.problems, problems) ? last.problems : problems,
      tests: isAlike(last.tests, tests) ? last.tests : tests,
      ruleCounts: isAlike([...last.ruleCounts], [...ruleCounts]) ? last.ruleCounts : ruleCounts,
      destination,
      isRunning: false,
      ...(isStart && { baseline: { previews, destination } }),
    })
  }

  for (const source of [document, derived, code.revision]) source.subscribe(look)
  look()
  return store
}

function isAlike(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
