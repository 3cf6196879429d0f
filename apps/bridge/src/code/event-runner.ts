import { extname } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  type EventContext,
  type Explanation,
  type FlowDestination,
  type FlowPlan,
  hasPatterns,
  isDeeper,
  jsonSize,
  keepsMemory,
  meetsChain,
  needsCode,
  needsPorts,
  planDestination,
  previewLine,
  wayTo,
} from '@mapping-designer/mapping-engine'
import { decodeValue } from '@mapping-designer/mapping-engine/wire'
import type { Outcome, PreviewLine } from '@mapping-designer/shared-types'
import { createWorkPool, type WorkEnd } from '../work/work-pool.ts'
import type { EventAnswer, EventTask } from './event-worker.ts'
import { firstPortion, portionMeter } from './portion.ts'
import { createMeters, type RequestBounds, type RequestMeter } from './request-bounds.ts'

export interface EventResult {
  line: PreviewLine
  outcome: Outcome
  /** How it came to that; nothing for an event that was given up, nor within bounds. */
  explanation?: Explanation
}

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

interface Request {
  destination: FlowDestination
  events: readonly unknown[]
  now: number
  contexts?: readonly EventContext[] | undefined
  bounds?: RequestBounds | undefined
}

/** What is wanted of each event, and how to come by it. */
interface Wanted<Result> {
  wants: EventTask['wants']
  /** The events are the first of a run, in their order; otherwise nobody knows what came before them. */
  isOneRun: boolean
  /** Evaluates an event in this process. */
  make(flowPlan: FlowPlan, event: unknown, index: number, context: EventContext | undefined): Result
  /** Reads the answer of another process. */
  read(answer: EventAnswer, index: number): Result
  /** What a request is charged with. */
  sizeOf(result: Result): number
}

// A source file in the repository, a bundle in the package.
const module = new URL(`event-worker${extname(import.meta.url)}`, import.meta.url)

/** ms that a caller has a process for, and that events are evaluated here before anything else has its turn. */
const turns = { process: 1_000, here: 15 }

export function createEventRunner(
  limits: { start: number; event: number } = { start: 20_000, event: 5_000 },
): EventRunner {
  const pool = createWorkPool<EventTask, EventAnswer>({
    module,
    processes: 2,
    heap: 256,
    limits: { start: limits.start, silence: limits.event },
  })
  const meterFor = createMeters()
  const planFor = rememberPlans()

  const evaluate = async <Result>(
    request: Request,
    wanted: Wanted<Result>,
    meter = meterFor(request.events, request.bounds),
  ): Promise<Result[]> => {
    try {
      return isLight(request.destination, request.events)
        ? await here(request, wanted, meter)
        : await apart(request, wanted, meter)
    } finally {
      meter.end()
    }
  }

  const here = async <Result>(
    { destination, events, now, contexts, bounds }: Request,
    { make, sizeOf, isOneRun }: Wanted<Result>,
    meter: RequestMeter,
  ): Promise<Result[]> => {
    const flowPlan = isOneRun ? planDestination(destination, { now, isOneRun }) : planFor(destination, now)
    const results: Result[] = []
    let since = performance.now()
    for (const [index, event] of events.entries()) {
      const result = make(flowPlan, event, index, contexts?.[index])
      results.push(result)
      meter.add(() => sizeOf(result))
      if (meter.room() <= 0) break
      if (performance.now() - since < turns.here) continue
      await nextTurn()
      bounds?.signal?.throwIfAborted()
      since = performance.now()
    }
    return results
  }

  const apart = async <Result>(request: Request, wanted: Wanted<Result>, meter: RequestMeter): Promise<Result[]> => {
    const results: Result[] = []
    while (results.length < request.events.length && meter.room() > 0) {
      const index = results.length
      const event = request.events[index]
      if (isDeeper(event)) {
        // No message between processes can carry it: it fails here, or shows which function was not run.
        const flowPlan = planFor(request.destination, request.now)
        results.push(wanted.make(flowPlan, event, index, request.contexts?.[index]))
        continue
      }
      const end = meter.timeLeft() > 0 ? await takeTurn(request, wanted, results, meter) : 'no-time'
      if (end !== 'done') results.push(wanted.read({ outcome: givenUp(request.destination, end) }, results.length))
    }
    return results
  }

  /** Adds the results of some events; where it does not end well, that is due to the next. */
  const takeTurn = async <Result>(
    { bounds, destination, now, ...request }: Request,
    { wants, isOneRun, read, sizeOf }: Wanted<Result>,
    results: Result[],
    meter: RequestMeter,
  ): Promise<WorkEnd> => {
    const from = results.length
    const left = request.events.slice(from)
    const deep = left.findIndex((event) => isDeeper(event))
    const [events, contexts] = [left.slice(0, deep === -1 ? undefined : deep), request.contexts?.slice(from)]
    // A run that is cut would forget what its first events left.
    const turn =
      isOneRun && keepsMemory(destination) ? Math.min(meter.timeLeft(), Number.MAX_SAFE_INTEGER) : turns.process
    const tooMuch = new AbortController()
    const signals = [tooMuch.signal, ...(bounds?.signal ? [bounds.signal] : [])]
    const { end, took } = await pool.run({
      caller: bounds?.caller ?? '',
      task: {
        destination,
        events,
        contexts,
        now,
        from,
        wants,
        turn,
        room: meter.room(),
        isOneRun: isOneRun && from === 0,
      },
      signal: AbortSignal.any(signals),
      onAnswer(answer) {
        const result = read(answer, results.length)
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

const outcomeOnly: Wanted<Outcome> = {
  wants: 'outcome',
  isOneRun: false,
  make: ({ plan }, event, _index, context) => plan.run(event, context),
  read: ({ outcome }) => outcome,
  sizeOf: jsonSize,
}

const explained: Wanted<EventResult> = {
  wants: 'explanation',
  isOneRun: true,
  make(flowPlan, event, index, context) {
    const explanation = flowPlan.plan.explain(event, context)
    return { line: previewLine(flowPlan, explanation, index), outcome: explanation.outcome, explanation }
  },
  read: ({ outcome, line, explanation }, index) => ({
    outcome,
    line: line ?? lineOfGivenUp(outcome, index),
    ...(explanation !== undefined && { explanation: decodeValue(explanation) as Explanation }),
  }),
  sizeOf: ({ line }) => jsonSize(line),
}

/** Without how it came to that, which is many times as large. */
const inBrief: Wanted<EventResult> = {
  ...explained,
  wants: 'line',
  make(flowPlan, event, index, context) {
    const { explanation, ...rest } = explained.make(flowPlan, event, index, context)
    return rest
  },
}

/** Characters of a config that is evaluated here. */
const maxConfig = 100_000
/** Characters that a field takes in a config at least. */
const fieldSize = 16
/** Characters that may come of an event here: it takes about 0.1 s. */
const maxWeight = 16 * 2 ** 20

const costs = new WeakMap<FlowDestination, { mayBeEndless: boolean; size: number }>()

/** Whether no event can come to much, even if each field of the config held the whole of it. */
function isLight(destination: FlowDestination, events: readonly unknown[]): boolean {
  const { mayBeEndless, size } = costsOf(destination)
  if (mayBeEndless || size > maxConfig) return false
  const max = maxWeight / Math.max(1, size / fieldSize)
  return events.every((event) => jsonSize(event, max) <= max)
}

function costsOf(destination: FlowDestination) {
  const known = costs.get(destination)
  if (known !== undefined) return known
  const config = meetsChain(destination) ? wayTo(destination) : destination.effective
  // A published transformer is loaded first, as the functions' sandbox is; it and a pattern may take without end.
  const mayBeEndless = needsCode(destination) || needsPorts(destination.whole?.file) || hasPatterns(destination)
  const made = { mayBeEndless, size: jsonSize(config) }
  costs.set(destination, made)
  return made
}

type GivenUp = Exclude<WorkEnd, 'done'> | 'no-time'

/** The outcome of an event that no process came to the end of. */
function givenUp(destination: FlowDestination, end: GivenUp): Outcome {
  const hasFunctions = needsCode(destination)
  const what = hasFunctions ? 'The function' : meetsChain(destination) ? 'The flow' : 'The mapping of the event'
  if (end === 'ended') {
    const reason = hasFunctions ? 'code-memory' : 'record-size'
    return { kind: 'failed', reason, detail: `${what} used more memory than it may`, rule: null }
  }
  const detail =
    end === 'no-time' ? 'The events before it used up the time that a request has' : `${what} did not return in time`
  return { kind: 'failed', reason: 'code-timeout', detail, rule: null }
}

function lineOfGivenUp(outcome: Outcome, index: number): PreviewLine {
  const [reason, code] = outcome.kind === 'failed' ? [outcome.detail, outcome.reason] : ['', '']
  const cause = code === 'code-timeout' ? `${reason}; walkerOS would wait for it forever.` : `${reason}.`
  const problems: PreviewLine['problems'] = [{ code, severity: 'error', place: '', cause }]
  return { index, outcome: 'failed', message: null, rule: null, reason, problems }
}
