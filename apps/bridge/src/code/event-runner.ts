import {
  type EventContext,
  type FlowDestination,
  type FlowPlan,
  planDestination,
} from '@mapping-designer/mapping-engine'
import type { Outcome } from '@mapping-designer/shared-types'
import { createEventPool, evaluateApart } from './evaluate-apart.ts'
import { evaluateHere, isLight } from './evaluate-here.ts'
import {
  type EvaluationRequest,
  type EventResult,
  explained,
  inBrief,
  outcomeOnly,
  type Wanted,
} from './event-result.ts'
import { firstPortion, portionMeter } from './portion.ts'
import { createMeters, type RequestBounds } from './request-bounds.ts'

/**
 * Evaluates the events of a destination. What may take long or come to a lot, and every function, is done by processes
 * that can be ended; the rest is done here, a few milliseconds at a time.
 */
export interface EventRunner {
  /** With bounds rejects with an ApiProblem where it is too much, and where the caller has left. */
  run(
    destination: FlowDestination,
    events: readonly unknown[],
    now: number,
    bounds?: RequestBounds,
  ): Promise<EventResult[]>
  /**
   * Only what comes of the events, many times faster for destinations without functions. What is written brings a clock
   * and a seed for each event; without them both are pinned as in a preview.
   */
  outcomes(
    destination: FlowDestination,
    events: readonly unknown[],
    now: number,
    contexts?: readonly EventContext[],
    bounds?: RequestBounds,
  ): Promise<Outcome[]>
  /** The same of the first events alone: of as many as one transaction may hold, at least one. */
  firstOutcomes(
    destination: FlowDestination,
    events: readonly unknown[],
    now: number,
    contexts: readonly EventContext[],
  ): Promise<Outcome[]>
  close(): Promise<void>
}

export function createEventRunner(
  limits: { start: number; event: number } = { start: 20_000, event: 5_000 },
): EventRunner {
  const pool = createEventPool(limits)
  const meterFor = createMeters()
  const planFor = rememberPlans()

  const evaluate = async <Result>(
    request: EvaluationRequest,
    wanted: Wanted<Result>,
    meter = meterFor(request.events, request.bounds),
  ): Promise<Result[]> => {
    const { destination, events, now } = request
    const { isOneRun } = wanted
    try {
      if (!isLight(destination, events)) return await evaluateApart(pool, request, wanted, meter, planFor)
      const flowPlan = isOneRun ? planDestination(destination, { now, isOneRun }) : planFor(destination, now)
      return await evaluateHere(request, wanted, meter, flowPlan)
    } finally {
      meter.end()
    }
  }

  return {
    run(destination, events, now, bounds) {
      return evaluate({ destination, events, now, bounds }, bounds === undefined ? explained : inBrief)
    },
    outcomes(destination, events, now, contexts, bounds) {
      return evaluate({ destination, events, now, contexts, bounds }, outcomeOnly)
    },
    firstOutcomes(destination, events, now, contexts) {
      return evaluate({ destination, events: firstPortion(events), now, contexts }, outcomeOnly, portionMeter())
    },
    close: pool.close,
  }
}

function rememberPlans() {
  const plans = new WeakMap<FlowDestination, { now: number; flowPlan: FlowPlan }>()
  return (destination: FlowDestination, now: number): FlowPlan => {
    const known = plans.get(destination)
    if (known?.now === now) return known.flowPlan
    const flowPlan = planDestination(destination, { now })
    plans.set(destination, { now, flowPlan })
    return flowPlan
  }
}
