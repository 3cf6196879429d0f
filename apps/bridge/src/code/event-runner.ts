import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import {
  type DestinationPlan,
  type EventContext,
  type Explanation,
  effectiveConfig,
  type FlowDestination,
  hasCode,
  planDestination,
  previewLine,
} from '@mapping-designer/mapping-engine'
import { decodeValue } from '@mapping-designer/mapping-engine/wire'
import type { Outcome, PreviewLine } from '@mapping-designer/shared-types'
import type { WorkerAnswer, WorkerTask } from './event-worker.ts'

export interface EventResult {
  line: PreviewLine
  outcome: Outcome
  /** How it came to that; nothing for a function that never returned. */
  explanation?: Explanation
}

/** Evaluates the events of a destination; those of a config with functions in a worker that can be ended. */
export interface EventRunner {
  run(destination: FlowDestination, events: readonly unknown[], now: number): Promise<EventResult[]>
  /**
   * Only what comes of the events, many times faster for destinations without functions. What is written brings a clock
   * and a seed for each event; without them both are pinned as in a preview.
   */
  outcomes(
    destination: FlowDestination,
    events: readonly unknown[],
    now: number,
    contexts?: readonly EventContext[],
  ): Promise<Outcome[]>
  close(): Promise<void>
}

// A source file in the repository, a bundle in the package.
const workerFile = new URL(`event-worker${extname(import.meta.url)}`, import.meta.url)

export function createEventRunner(
  limits: { start: number; event: number } = { start: 20_000, event: 5_000 },
): EventRunner {
  let worker: Worker | undefined
  // One request after the other: a worker that is ended takes nobody else's events with it.
  let queue: Promise<unknown> = Promise.resolve()

  const end = async () => {
    const last = worker
    worker = undefined
    await last?.terminate()
  }

  const ready = async (): Promise<Worker> => {
    if (worker !== undefined) return worker
    const started = new Worker(workerFile, {
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    })
    started.unref()
    worker = started
    await next(started, limits.start)
    return started
  }

  const runWithCode = async (
    destination: FlowDestination,
    events: readonly unknown[],
    now: number,
    contexts?: readonly EventContext[],
  ): Promise<EventResult[]> => {
    const results: EventResult[] = []
    while (results.length < events.length) {
      const from = results.length
      const open = await ready()
      const task = { destination, events: events.slice(from), now, from, contexts: contexts?.slice(from) }
      open.postMessage(task satisfies WorkerTask)
      const isEnded = await collect(open, results)
      if (!isEnded) continue
      await end()
      results.push(tooLong(results.length))
    }
    return results
  }

  /** Whether the worker fell silent; the event it was at is the next one without a result. */
  const collect = async (open: Worker, results: EventResult[]): Promise<boolean> => {
    for (;;) {
      const answer = await next(open, limits.event)
      if (answer === undefined) return true
      if (answer === 'done') return false
      if (answer !== 'ready')
        results.push({
          line: answer.line,
          outcome: answer.outcome,
          explanation: decodeValue(answer.explanation) as Explanation,
        })
    }
  }

  const plans = new WeakMap<FlowDestination, { now: number; plan: DestinationPlan }>()
  const planFor = (destination: FlowDestination, now: number): DestinationPlan => {
    const known = plans.get(destination)
    if (known?.now === now) return known.plan
    const { plan } = planDestination(destination, { now })
    plans.set(destination, { now, plan })
    return plan
  }

  const inTurn = (...request: Parameters<typeof runWithCode>): Promise<EventResult[]> => {
    const answer = queue.then(() => runWithCode(...request))
    queue = answer.catch(() => {})
    return answer
  }

  return {
    async outcomes(destination, events, now, contexts) {
      if (!hasCode(effectiveConfig(destination))) {
        const plan = planFor(destination, now)
        return events.map((event, index) => plan.run(event, contexts?.[index]))
      }
      return (await inTurn(destination, events, now, contexts)).map(({ outcome }) => outcome)
    },
    run(destination, events, now) {
      if (!hasCode(effectiveConfig(destination))) {
        const plan = planDestination(destination, { now })
        return Promise.resolve(
          events.map((event, index) => {
            const explanation = plan.plan.explain(event)
            return { line: previewLine(plan, explanation, index), outcome: explanation.outcome, explanation }
          }),
        )
      }
      return inTurn(destination, events, now)
    },
    close: end,
  }
}

/** The next message, or undefined when the worker says nothing for so many ms or ends. */
function next(worker: Worker, ms: number): Promise<WorkerAnswer | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => settle(undefined), ms)
    const onMessage = (answer: WorkerAnswer) => settle(answer)
    const onEnd = () => settle(undefined)
    const settle = (answer: WorkerAnswer | undefined) => {
      clearTimeout(timer)
      worker.off('message', onMessage).off('error', onEnd).off('exit', onEnd)
      resolve(answer)
    }
    worker.on('message', onMessage).on('error', onEnd).on('exit', onEnd)
  })
}

function tooLong(index: number): EventResult {
  const detail = 'The function did not return in time'
  return {
    outcome: { kind: 'failed', reason: 'code-timeout', detail, rule: null },
    line: {
      index,
      outcome: 'failed',
      message: null,
      rule: null,
      reason: detail,
      problems: [
        { code: 'code-timeout', severity: 'error', place: '', cause: `${detail}; walkerOS would wait for it forever.` },
      ],
    },
  }
}
