import type { Problem, Severity } from '@mapping-designer/shared-types'
import type { PackedSize } from '../record/batch-size.ts'
import { allChecks } from './all-checks.ts'
import {
  type Check,
  type ConfigInput,
  type Finding,
  type FlowInput,
  type RunInput,
  type SamplesInput,
  toProblem,
  type WayInput,
} from './check.ts'
import { recordTooLarge } from './run/record-size.ts'
import { recordSizeNear } from './run/record-size-near.ts'

const rank: Record<Severity, number> = { error: 0, warning: 1, hint: 2 }

/** Problems of a destination config, errors first. */
export function checkConfig(input: ConfigInput): Problem[] {
  return found(ofConfig, (check) => check.ofConfig?.(input))
}

/** Problems of one event under a config, errors first. */
export function checkRun(run: RunInput): Problem[] {
  return found(ofRun, (check) => check.ofRun?.(run))
}

/** An explanation whose sentences about the size of the record say what its packed batch comes to. */
export function withPackedSize<E extends Pick<RunInput, 'outcome'> & { problems: Problem[] }>(
  explanation: E,
  packedSize: PackedSize,
  limits: Readonly<Record<string, number>> = {},
): E {
  const { outcome, problems } = explanation
  if (outcome.kind !== 'message' || !problems.some(({ code }) => code === recordSizeNear.code)) return explanation
  const { topic } = outcome.record
  const maxMessageBytes = Object.hasOwn(limits, topic) ? limits[topic] : undefined
  const run = { config: null, now: 0, event: null, outcome, steps: [], errors: [], packedSize, maxMessageBytes }
  const ofSize = found([recordTooLarge, recordSizeNear], (check) => check.ofRun?.(run))
  return { ...explanation, problems: [...ofSize, ...problems.filter(({ code }) => code !== recordSizeNear.code)] }
}

/** Problems that only all samples together show, errors first; stops in between for others to go on. */
export function* checkSamples(samples: SamplesInput): Generator<void, Problem[]> {
  const findings = new Map<Check, Finding[]>()
  for (const check of ofSamples) {
    const own = check.ofSamples?.(samples) ?? []
    findings.set(check, Array.isArray(own) ? own : yield* own)
    yield
  }
  return found(ofSamples, (check) => findings.get(check))
}

/** Problems of the flow around a destination; their places are in the flow. */
export function checkFlow(input: FlowInput): Problem[] {
  return found(ofFlow, (check) => check.ofFlow?.(input)).map(placedInFlow)
}

/** Problems of the way of one event through the flow; their places are in the flow. */
export function checkWay(way: WayInput): Problem[] {
  const problems = found(ofWay, (check) => check.ofWay?.(way)).map(placedInFlow)
  // A step that an event comes to many times has a problem once.
  return [...new Map(problems.map((one) => [`${one.code} ${one.place.join('.')} ${one.cause}`, one])).values()]
}

function placedInFlow(problem: Problem): Problem {
  return { ...problem, of: 'flow' }
}

const ofFlow = allChecks.filter((check) => check.ofFlow !== undefined)
const ofWay = allChecks.filter((check) => check.ofWay !== undefined)
const ofConfig = allChecks.filter((check) => check.ofConfig !== undefined)
const ofRun = allChecks.filter((check) => check.ofRun !== undefined)
const ofSamples = allChecks.filter((check) => check.ofSamples !== undefined)

function found(checks: readonly Check[], look: (check: Check) => Finding[] | undefined): Problem[] {
  const problems: Problem[] = []
  for (const check of checks) {
    for (const finding of look(check) ?? []) problems.push(toProblem(check, finding))
  }
  return problems.sort((a, b) => rank[a.severity] - rank[b.severity])
}
