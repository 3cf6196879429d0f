// Evaluates events apart from the server: those of a flow with functions, and those that may come to a lot.
import {
  type EventContext,
  explainWithConfig,
  type FlowDestination,
  type FlowPlan,
  jsonSize,
  loadPorts,
  needsCode,
  planDestination,
} from '@mapping-designer/mapping-engine'
import { encodeExplanation, withPlans } from '@mapping-designer/mapping-engine/code'
import type { Outcome } from '@mapping-designer/shared-types'
import { serveTasks } from '../work/serve-tasks.ts'

export interface EventTask {
  destination: FlowDestination
  events: readonly unknown[]
  now: number
  /** The clock and the seed of each event, where they are not pinned. */
  contexts?: readonly EventContext[] | undefined
  /** The events are the first of a run, in their order. */
  isOneRun: boolean
  /** What is wanted of each event: with its problems, or with the steps as well. */
  wants: 'outcome' | 'problems' | 'steps'
  /** ms after which the rest waits for another turn. */
  turn: number
  /** Characters of answers after which the rest is left. */
  room: number
}

/** An outcome, or an `Explanation` as `encodeExplanation` writes it. */
export type EventAnswer = Outcome | string

serveTasks<EventTask, EventAnswer>(async (task, answer) => {
  const { destination, events, now, isOneRun } = task
  const began = performance.now()
  const ports = await loadPorts(destination.whole?.file)
  const plans = withPlans(events.entries(), {
    now,
    collector: destination.collector,
    runsCode: needsCode(destination),
    compile: (code, isFirst) => planDestination(destination, { now, code, ports, isOneRun: isOneRun && isFirst }),
  })
  let { room } = task
  for await (const [[offset, event], plan] of plans) {
    if (offset > 0 && (room <= 0 || performance.now() - began > task.turn)) break
    const made = evaluate(plan, event, task, task.contexts?.[offset])
    room -= typeof made === 'string' ? made.length : jsonSize(made)
    await answer(made)
  }
})

function evaluate(
  flowPlan: FlowPlan,
  event: unknown,
  { wants }: EventTask,
  context: EventContext | undefined,
): EventAnswer {
  if (wants === 'outcome') return flowPlan.plan.run(event, context)
  const explanation = explainWithConfig(flowPlan, event, context)
  return encodeExplanation(wants === 'steps' ? explanation : { ...explanation, steps: [], errors: [] })
}
