import type { FlowDestination } from '@mapping-designer/mapping-engine'
import type { Problem } from '@mapping-designer/shared-types'
import { checkText } from '../document/read-text.ts'
import type { Sample } from '../document/sample.ts'
import type { SamplePreview } from './derive.ts'

export interface FoundProblem extends Problem {
  id: string
  /** The samples that have it; none for a problem of the config itself. */
  samples: readonly string[]
}

const ofTexts = new WeakMap<Sample, Problem[]>()

/** What the text of a sample says and its event no longer shows. */
function textProblems(sample: Sample): Problem[] {
  let problems = ofTexts.get(sample)
  if (problems === undefined) {
    problems = checkText(sample.text)
    ofTexts.set(sample, problems)
  }
  return problems
}

/** What the person assumes of steps: nothing behind them is known. */
export function assumptions(destination: FlowDestination | undefined): Problem[] {
  return Object.keys(destination?.whole?.assume ?? {}).map((name) => ({
    code: assumedCode,
    severity: 'hint',
    of: 'flow',
    place: ['transformers', name],
    cause: `What ${name} does is assumed: records behind it can be looked at, and are neither kept as tests nor produced.`,
  }))
}

export const assumedCode = 'step-assumed'

const rank = { error: 0, warning: 1, hint: 2 }

/** Every problem once with the samples that have it, errors first; stops after each sample for others to go on. */
export function* collectProblems(
  ofConfig: readonly Problem[],
  previews: readonly SamplePreview[],
): Generator<void, FoundProblem[]> {
  const found = new Map<string, FoundProblem & { samples: string[] }>()
  const add = (problem: Problem, sample?: string) => {
    const id = JSON.stringify([problem.code, problem.place, problem.cause])
    const known = found.get(id) ?? { ...problem, id, samples: [] }
    if (sample !== undefined) known.samples.push(sample)
    found.set(id, known)
  }
  for (const problem of ofConfig) add(problem)
  for (const { sample, explanation } of previews) {
    for (const problem of [...(explanation?.problems ?? []), ...textProblems(sample)]) add(problem, sample.id)
    yield
  }
  return [...found.values()].sort((a, b) => rank[a.severity] - rank[b.severity])
}
