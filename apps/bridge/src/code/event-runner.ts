import {
  type Explanation,
  type FlowDestination,
  type FlowPlan,
  jsonSize,
  planDestination,
  withPackedSize,
} from '@mapping-designer/mapping-engine'
import type { KafkaRecord, Outcome } from '@mapping-designer/shared-types'
import { packedSize } from '../kafka/packed-size.ts'
import { inTurn } from '../work/in-turn.ts'
import { createEventPool, evaluateApart } from './evaluate-apart.ts'
import { evaluateHere, isLight } from './evaluate-here.ts'
import { type EvaluationRequest, outcomeOnly, type Wanted, withProblems, withSteps } from './event-result.ts'
import { firstPortion, portionMeter } from './portion.ts'
import { createMeters } from './request-bounds.ts'

/**
 * Evaluates the events of a destination. What may take long or come to a lot, and every function, is done by processes
 * that can be ended; the rest is done here, a few milliseconds at a time.
 */
export interface EventRunner {
  /** What the events come to and all their problems, as in a preview; how it came to that only where `hasSteps`. */
  explanations(request: EvaluationRequest & { hasSteps: boolean }): Promise<Explanation[]>
  /** Only what comes of the events, many times faster for destinations without functions. */
  outcomes(request: EvaluationRequest): Promise<Outcome[]>
  /** The same of the first events alone: of as many as one transaction may hold, at least one. */
  firstOutcomes(request: EvaluationRequest): Promise<Outcome[]>
  /** Bytes of a record as a codec packs it: 1 gzip, 2 snappy, 3 lz4, 4 zstd. */
  packedSize(record: KafkaRecord, compression: number): Promise<number>
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
    const { destination, now, isOneRun } = request
    try {
      if (!isLight(request)) return await evaluateApart(pool, inFull(request), wanted, meter, planFor)
      const flowPlan = isOneRun ? planDestination(destination, { now, isOneRun }) : planFor(destination, now)
      return await evaluateHere(request, wanted, meter, flowPlan)
    } finally {
      meter.end()
    }
  }

  return {
    async explanations({ hasSteps, ...request }) {
      const explanations = await evaluate(request, hasSteps ? withSteps : withProblems)
      // The processes that evaluate may load no codecs.
      return explanations.map((one) => withPackedSize(one, packedSize))
    },
    outcomes: (request) => evaluate(request, outcomeOnly),
    firstOutcomes: (request) => evaluate({ ...request, events: firstOf(request) }, outcomeOnly, portionMeter()),
    packedSize: async (record, compression) =>
      (await inTurn(record.value.length, () => packedSize(record, compression))) ?? 0,
    close: pool.close,
  }
}

function firstOf({ events, partly }: EvaluationRequest): readonly unknown[] {
  return firstPortion(events, (event, index) => partly?.[index]?.size ?? jsonSize(event))
}

/** Another process cannot look at what was not read. */
function inFull({ partly, ...request }: EvaluationRequest): EvaluationRequest {
  if (partly === undefined) return request
  return { ...request, events: request.events.map((event, index) => partly[index]?.complete([]) ?? event) }
}

/** A runner for one piece of work, closed when that is done. */
export async function withEventRunner<T>(work: (runner: EventRunner) => Promise<T>): Promise<T> {
  const runner = createEventRunner()
  try {
    return await work(runner)
  } finally {
    await runner.close()
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
