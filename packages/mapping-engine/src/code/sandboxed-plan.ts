import type { CollectorState } from '@mapping-designer/shared-types'
import type { Journey } from '../chain/compile-flow.ts'
import type { Explanation } from '../destination-plan.ts'
import type { CodeRunner } from '../value/code-function.ts'
import { createCodeRunner } from './code-runner.ts'
import { loadSandbox } from './load-sandbox.ts'
import { encodeValue } from './wire-value.ts'

export interface SandboxedPlanOptions<Plan> {
  now: number
  collector: CollectorState
  /** Without functions no sandbox is opened. */
  runsCode: boolean
  /** `isFirst` is false for a sandbox that knows nothing of the events before. */
  compile(code: CodeRunner | undefined, isFirst: boolean): Plan
}

/**
 * Goes through events, each with the plan that evaluates it: a new one where a function used up the memory of the last.
 * For processes and workers that can be ended; the sandbox ends with the loop.
 */
export async function* withPlans<Event, Plan>(
  events: Iterable<Event>,
  { now, collector, runsCode, compile }: SandboxedPlanOptions<Plan>,
): AsyncGenerator<[event: Event, plan: Plan]> {
  const state = { consent: {}, globals: {}, user: {}, custom: {}, ...collector }
  const open = async () => createCodeRunner(await loadSandbox(), { now, collector: state })
  let code = runsCode ? await open() : undefined
  try {
    let plan = compile(code, true)
    for (const event of events) {
      if (code?.isSpent) {
        code = await open()
        plan = compile(code, false)
      }
      yield [event, plan]
    }
  } finally {
    code?.dispose()
  }
}

/** An explanation as it goes to another process, which decodes it: errors become their sentences, functions are marked. */
export function encodeExplanation(explanation: Explanation & { journey?: Journey }): string {
  const { journey } = explanation
  if (journey === undefined) return encodeValue(withPlainErrors(explanation))
  const deliveries = journey.deliveries.map((one) => ({ ...one, made: one.made.map(withPlainErrors) }))
  return encodeValue({ ...withPlainErrors(explanation), journey: { ...journey, deliveries } })
}

function withPlainErrors<T extends Pick<Explanation, 'errors'>>(made: T): T {
  return { ...made, errors: made.errors.map(({ message, error }) => ({ message, error: String(error) })) }
}
