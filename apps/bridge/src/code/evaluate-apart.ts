import { extname } from 'node:path'
import {
  type FlowDestination,
  type FlowPlan,
  isDeeper,
  keepsMemory,
  lateOutcome,
  meetsChain,
  needsCode,
} from '@mapping-designer/mapping-engine'
import type { Outcome } from '@mapping-designer/shared-types'
import { createWorkPool, type WorkEnd, type WorkPool } from '../work/work-pool.ts'
import type { EvaluationRequest, Wanted } from './event-result.ts'
import type { EventAnswer, EventTask } from './event-worker.ts'
import type { RequestMeter } from './request-bounds.ts'

// A source file in the repository, a bundle in the package.
const module = new URL(`event-worker${extname(import.meta.url)}`, import.meta.url)

/** ms that a caller has a process for before others have their turn */
const processTurn = 1_000

export interface EventPool extends WorkPool<EventTask, EventAnswer> {
  /** ms that one event may take */
  patience: number
}

/** Processes that evaluate events; limits in ms until one is ready, and for one event. */
export const createEventPool = ({ start, event }: { start: number; event: number }): EventPool => ({
  ...createWorkPool<EventTask, EventAnswer>({ module, processes: 2, heap: 256, limits: { start, silence: event } }),
  patience: event,
})

/**
 * Evaluates events in processes that can be ended, until the meter has no room. An event that no process came to the end of
 * fails alone; `planFor` evaluates those here that no message can carry.
 */
export async function evaluateApart<Result>(
  pool: EventPool,
  request: EvaluationRequest,
  wanted: Wanted<Result>,
  meter: RequestMeter,
  planFor: (destination: FlowDestination, now: number) => FlowPlan,
): Promise<Result[]> {
  const results: Result[] = []
  while (results.length < request.events.length && meter.room() > 0) {
    const index = results.length
    const event = request.events[index]
    if (isDeeper(event)) {
      // No message between processes can carry it: it fails here, or shows which function was not run.
      const flowPlan = planFor(request.destination, request.now)
      results.push(wanted.make(flowPlan, event, request.contexts?.[index]))
      continue
    }
    const end = meter.timeLeft() > 0 ? await takeTurn(pool, request, wanted, results, meter) : 'no-time'
    if (end !== 'done') results.push(wanted.read(givenUp(request.destination, end, pool.patience)))
  }
  return results
}

/** Adds the results of some events; where it does not end well, that is due to the next. */
async function takeTurn<Result>(
  pool: EventPool,
  { bounds, destination, now, isOneRun = false, ...request }: EvaluationRequest,
  { wants, read, sizeOf }: Wanted<Result>,
  results: Result[],
  meter: RequestMeter,
): Promise<WorkEnd> {
  const from = results.length
  const left = request.events.slice(from)
  const deep = left.findIndex((event) => isDeeper(event))
  const [events, contexts] = [left.slice(0, deep === -1 ? undefined : deep), request.contexts?.slice(from)]
  // A run that is cut would forget what its first events left.
  const turn = isOneRun && keepsMemory(destination) ? Math.min(meter.timeLeft(), Number.MAX_SAFE_INTEGER) : processTurn
  const tooMuch = new AbortController()
  const signals = [tooMuch.signal, ...(bounds?.signal ? [bounds.signal] : [])]
  const { end, took } = await pool.run({
    caller: bounds?.caller ?? '',
    task: {
      destination,
      events,
      contexts,
      now,
      wants,
      turn,
      room: meter.room(),
      isOneRun: isOneRun && from === 0,
    },
    signal: AbortSignal.any(signals),
    onAnswer(answer) {
      const result = read(answer)
      results.push(result)
      try {
        meter.add(() => sizeOf(result))
      } catch (problem) {
        tooMuch.abort(problem)
      }
    },
  })
  meter.spend(took)
  for (const signal of signals) signal.throwIfAborted()
  return end
}

type GivenUp = Exclude<WorkEnd, 'done'> | 'no-time'

/** The outcome of an event that no process came to the end of. */
function givenUp(destination: FlowDestination, end: GivenUp, patience: number): Outcome {
  if (end === 'ended') {
    const hasFunctions = needsCode(destination)
    const what = hasFunctions ? 'The function' : meetsChain(destination) ? 'The flow' : 'The mapping of the event'
    const reason = hasFunctions ? 'code-memory' : 'record-size'
    return { kind: 'failed', reason, detail: `${what} used more memory than it may`, rule: null }
  }
  if (end === 'silent') return lateOutcome(destination, patience)
  const detail = 'The events before it used up the time that a request has'
  return { kind: 'failed', reason: 'code-timeout', detail, rule: null }
}
