import type { CollectorState } from '@mapping-designer/shared-types'
import type { Journey } from '../chain/compile-flow.ts'
import type { Explanation } from '../destination-plan.ts'
import type { CodeRunner } from '../value/code-function.ts'
import { createCodeRunner } from './code-runner.ts'
import { loadSandbox } from './load-sandbox.ts'
import { encodeValue } from './wire-value.ts'

/** A plan whose functions run in a sandbox; for processes and workers that can be ended. */
export interface SandboxedPlan<Plan> {
  /** The plan for the next event: a new one where a function used up the memory of the last. */
  next(): Promise<Plan>
  end(): void
}

export function createSandboxedPlan<Plan>(
  about: { now: number; collector: CollectorState },
  compile: (code: CodeRunner) => Plan,
): SandboxedPlan<Plan> {
  const collector = { consent: {}, globals: {}, user: {}, custom: {}, ...about.collector }
  let open: { code: CodeRunner; plan: Plan } | undefined
  return {
    async next() {
      if (open === undefined || open.code.isSpent) {
        const code = createCodeRunner(await loadSandbox(), { now: about.now, collector })
        open = { code, plan: compile(code) }
      }
      return open.plan
    },
    end: () => open?.code.dispose(),
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
