// Evaluates events apart from the server: those of a flow with functions, and those that may come to a lot.
import {
  collectorOf,
  type DestinationPlan,
  type EventContext,
  effectiveConfig,
  type FlowDestination,
  type FlowPlan,
  hasCode,
  planDestination,
  previewLine,
} from '@mapping-designer/mapping-engine'
import { createCodeRunner, encodeValue, loadSandbox } from '@mapping-designer/mapping-engine/code'
import type { Outcome, PreviewLine } from '@mapping-designer/shared-types'
import { serveTasks } from '../work/serve-tasks.ts'

export interface EventTask {
  destination: FlowDestination
  events: readonly unknown[]
  now: number
  /** Index of the first event in the whole request. */
  from: number
  /** The clock and the seed of each event, where they are not pinned. */
  contexts?: readonly EventContext[] | undefined
  /** What is wanted of each event. */
  wants: 'outcome' | 'line' | 'explanation'
  /** ms after which the rest waits for another turn. */
  turn: number
}

export interface EventAnswer {
  outcome: Outcome
  line?: PreviewLine
  /** An `Explanation` as `encodeValue` writes it. */
  explanation?: string
}

interface Evaluation extends FlowPlan {
  isSpent: boolean
  end(): void
}

serveTasks<EventTask, EventAnswer>(async (task, answer) => {
  const began = performance.now()
  let evaluation = await open(task)
  for (const [offset, event] of task.events.entries()) {
    if (offset > 0 && performance.now() - began > task.turn) break
    if (evaluation.isSpent) evaluation = await open(task)
    await answer(evaluate(evaluation, event, task, offset))
  }
  evaluation.end()
})

async function open({ destination, now }: EventTask): Promise<Evaluation> {
  if (!hasCode(effectiveConfig(destination))) {
    return { ...planDestination(destination, { now }), isSpent: false, end() {} }
  }
  const collector = { consent: {}, ...collectorOf(destination) }
  const code = createCodeRunner(await loadSandbox(), { now, collector })
  return {
    ...planDestination(destination, { now, code }),
    get isSpent() {
      return code.isSpent
    },
    end: () => code.dispose(),
  }
}

function evaluate(flowPlan: Evaluation, event: unknown, task: EventTask, offset: number): EventAnswer {
  const { plan } = flowPlan
  const context = task.contexts?.[offset]
  if (task.wants === 'outcome') return { outcome: plan.run(event, context) }
  const { errors, ...told } = plan.explain(event, context)
  const line = previewLine(flowPlan, told, task.from + offset)
  if (task.wants === 'line') return { outcome: told.outcome, line }
  return { outcome: told.outcome, line, explanation: encoded({ errors, ...told }) }
}

/** Errors are no JSON, and the classes that this process knows are not those of the other. */
function encoded({ errors, ...told }: ReturnType<DestinationPlan['explain']>): string {
  return encodeValue({ ...told, errors: errors.map(({ message, error }) => ({ message, error: String(error) })) })
}
