import type { StepReply } from '../sandbox-protocol.ts'
import { createStepGraph } from '../step-graph.ts'
import { decodeValue } from '../wire-value.ts'
import { collector, guardCollector, partlyGiven } from './collector-state.ts'
import { forgetLacking, lack, lacking } from './lacking.ts'
import { logger } from './text-globals.ts'

const { parse, stringify } = JSON
const { eval: evaluateGlobally } = globalThis

/** Functions of a transformer or a source, with the context that its start was given. */
interface OpenStep {
  id: string
  context: { collector: unknown; config: unknown; env: unknown; [key: string]: unknown }
  isSource: boolean
  push: unknown
  init: unknown
}

const graph = createStepGraph(-1)
const steps: OpenStep[] = []
let outbox: unknown[] = []
let running: { step: OpenStep; isInit: boolean; event: unknown; ingest: unknown } | null = null

/** What the `env` of a source has beside `push`. */
const sourceEnv = ['command', 'sources', 'elb', 'logger']

/** Functions inside `config` and `env` stand outside the start, without its context. */
function revive(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.startsWith('$code:') ? evaluateGlobally(`'use strict';(${value.slice(6)}\n)`) : value
  }
  if (typeof value !== 'object' || value === null) return value
  for (const [key, item] of Object.entries(value)) Reflect.set(value, key, revive(item))
  return value
}

/** Opens a step: its texts stand inside a function whose parameter is the context of the start. */
export function openStep(text: string): string {
  forgetLacking()
  const { id, push, init, config, env, isSource } = parse(text)
  const quiet = () => {}
  const context = {
    collector,
    logger,
    id,
    ...(!isSource && { ingest: { _meta: { hops: 0, path: [id] } } }),
    config: revive(decodeValue(config)),
    env: revive(decodeValue(env)),
    reportError: quiet,
  }
  if (isSource) {
    const hand = (event: unknown) => {
      outbox.push(event)
      return Promise.resolve({ ok: true })
    }
    context.env = partlyGiven('env', Object.assign({}, context.env, { push: hand }), sourceEnv)
    Object.defineProperty(context, 'withScope', { get: () => lack('withScope') })
  }
  const make = (source: string | null): unknown =>
    source === null ? undefined : evaluateGlobally(`'use strict';((context) => (${source}\n))`)(context)
  const step = { id, context, isSource, push: make(push), init: make(init) }
  if (lacking() !== '') return stringify({ kind: 'lacking', name: lacking() } satisfies StepReply)
  return stringify({ kind: 'opened', index: steps.push(step) - 1 } satisfies StepReply)
}

/** Calls a function of a step with what the graph holds; a promise is handed back to be watched. */
export function callStep(index: number, part: string, given: string): { result: unknown } | { error: unknown } {
  forgetLacking()
  outbox = []
  const [event, ingest] = graph.decode(given)
  const step = steps[index]
  if (step === undefined) throw new Error(`No step ${index}`)
  running = { step, isInit: part === 'init', event, ingest }
  try {
    const call = (part === 'init' ? step.init : step.push) as (...args: unknown[]) => unknown
    return { result: call(...argumentsOf(step, part, event, ingest)) }
  } catch (error) {
    return { error }
  }
}

/** A source gets its event alone: its context is that of its start. */
function argumentsOf({ id, context, isSource }: OpenStep, part: string, event: unknown, ingest: unknown): unknown[] {
  if (part === 'init') return isSource ? [] : [{ ...context, ingest: { _meta: { hops: 0, path: [id] } } }]
  return isSource ? [event] : [event, { ...context, ingest }]
}

/** What a call came to, with the event and the ingest as they are now. */
export function stepDone(result: unknown): StepReply {
  guardCollector()
  if (lacking() !== '') return { kind: 'lacking', name: lacking() }
  if (running === null) return { kind: 'never-settles' }
  const { step, isInit, event, ingest } = running
  if (isInit && result !== false && !step.isSource) {
    step.context.config = Object.assign({}, result || step.context.config, { init: true })
  }
  try {
    return { kind: 'done', graph: graph.encode([event, ingest, isInit ? result === false : result, outbox]) }
  } catch (error) {
    if (lacking() === '') throw error
    return { kind: 'lacking', name: lacking() }
  }
}

export function stepThrew(message: string): StepReply {
  return { kind: 'threw', message, graph: graph.encode([running?.event, running?.ingest]) }
}

export function resetSteps(): void {
  graph.reset()
}
