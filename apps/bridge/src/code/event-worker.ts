// Evaluates events apart from the server: those of a flow with functions, and those that may come to a lot.
import {
  type EventContext,
  type FlowDestination,
  type FlowPlan,
  jsonSize,
  loadPorts,
  needsCode,
  planDestination,
  previewLine,
} from '@mapping-designer/mapping-engine'
import { createSandboxedPlan, encodeExplanation, type SandboxedPlan } from '@mapping-designer/mapping-engine/code'
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
  /** The events are the first of a run, in their order. */
  isOneRun: boolean
  /** What is wanted of each event. */
  wants: 'outcome' | 'line' | 'explanation'
  /** ms after which the rest waits for another turn. */
  turn: number
  /** Characters of answers after which the rest is left. */
  room: number
}

export interface EventAnswer {
  outcome: Outcome
  line?: PreviewLine
  /** An `Explanation` as `encodeValue` writes it. */
  explanation?: string
}

serveTasks<EventTask, EventAnswer>(async (task, answer) => {
  const began = performance.now()
  const plans = await plansFor(task)
  let { room } = task
  for (const [offset, event] of task.events.entries()) {
    if (offset > 0 && (room <= 0 || performance.now() - began > task.turn)) break
    const made = evaluate(await plans.next(), event, task, offset)
    room -= jsonSize(made.line ?? made.outcome)
    await answer(made)
  }
  plans.end()
})

async function plansFor({ destination, now, isOneRun }: EventTask): Promise<SandboxedPlan<FlowPlan>> {
  const ports = await loadPorts(destination.whole?.file)
  if (needsCode(destination)) {
    const about = { now, collector: destination.collector }
    // A new sandbox knows nothing of the events before.
    let isFirst = true
    return createSandboxedPlan(about, (code) => {
      const plan = planDestination(destination, { now, code, ports, isOneRun: isOneRun && isFirst })
      isFirst = false
      return plan
    })
  }
  const plan = planDestination(destination, { now, ports, isOneRun })
  return { next: () => Promise.resolve(plan), end() {} }
}

function evaluate(flowPlan: FlowPlan, event: unknown, task: EventTask, offset: number): EventAnswer {
  const { plan } = flowPlan
  const context = task.contexts?.[offset]
  if (task.wants === 'outcome') return { outcome: plan.run(event, context) }
  const explanation = plan.explain(event, context)
  const line = previewLine(flowPlan, explanation, task.from + offset)
  const { outcome } = explanation
  return task.wants === 'line' ? { outcome, line } : { outcome, line, explanation: encodeExplanation(explanation) }
}
