// What runs inside the sandbox before any function does: `pnpm write-docs` bundles it to sandbox-source.ts, and QuickJS
// compiles that text. Nothing of the host is within reach but `ask`.
import type { CallReply, CallResult, Change, Evaluated, SandboxExports, StepReply } from '../sandbox-protocol.ts'
import { createSharedObjects } from '../shared-objects.ts'
import { decodeValue, encodeValue, maxHandedLevels, packValue } from '../wire-value.ts'
import { connectHost } from './ask-host.ts'
import { collector, guardCollector, startCollector } from './collector-state.ts'
import { installGenericSort } from './generic-sort.ts'
import { forgetLacking, installTraps, lacking } from './lacking.ts'
import { installClock, startClock } from './pinned-clock.ts'
import { callStep, openStep, resetSteps, stepDone, stepThrew } from './run-steps.ts'
import { installTextGlobals, logger } from './text-globals.ts'
import { installWebGlobals } from './web-globals.ts'

const { parse, stringify } = JSON
const RealPromise = Promise
const { then } = Promise.prototype
// Called by another name, eval sees nothing but globals.
const { eval: evaluateGlobally } = globalThis

const functions: ((value: unknown, context: unknown) => unknown)[] = []
const mappings: unknown[] = []
const shared = createSharedObjects()
/** The event, and the last value: what they are, and what they were before the function that runs was called. */
const event: Watched = { value: undefined, text: '' }
const given: Watched = { value: undefined, text: '' }
let settled: { rounds: number; result: () => CallResult; step: () => StepReply } | null = null

interface Watched {
  value: unknown
  text: string
}

const receive = (text: string): unknown => shared.take(parse(text), !text.includes('\\u0000'))
const textOf = (value: unknown): string => encodeValue(value, maxHandedLevels)

function failureOf(error: unknown): CallResult {
  if (lacking() !== '') return { kind: 'lacking', name: lacking() }
  if (error === null) return { kind: 'null-thrown' }
  const message = error instanceof Error ? String(error.message) : String(error)
  return message === 'out of memory' && Reflect.get(Object(error), 'name') === 'InternalError'
    ? { kind: 'out-of-memory' }
    : { kind: 'error', message }
}

/** Writing a result down may touch something, too. */
function resultOrLacking(resultNow: () => CallResult): CallResult {
  try {
    return resultNow()
  } catch (error) {
    if (lacking() === '') throw error
    return { kind: 'lacking', name: lacking() }
  }
}

/** What a function changed comes before its result: an object that it made and put into its event has a number by then. */
function reply(mayChange: number, resultNow: () => CallResult, rounds?: number): string {
  if (mayChange) guardCollector()
  const changes = mayChange && lacking() === '' ? changesNow() : []
  const result = lacking() === '' ? resultOrLacking(resultNow) : { kind: 'lacking' as const, name: lacking() }
  const full: CallReply = { ...result, ...(changes.length > 0 && { changes }), ...(rounds !== undefined && { rounds }) }
  return stringify(full)
}

function changesNow(): Change[] {
  const changes: Change[] = []
  for (const [of, watched] of [
    ['event', event],
    ['value', given],
  ] as const) {
    if (watched.value === event.value && of === 'value') continue
    const text = textOf(watched.value)
    if (text !== watched.text) changes.push({ of, node: shared.contentOf(watched.value) })
    watched.text = text
  }
  return changes
}

/** A promise is watched round by round of the job queue; what it took decides the order of policy writes. */
function watch(promise: object): void {
  let rounds = 0
  settled = null
  then.call(
    RealPromise.resolve(promise),
    (value) => {
      settled = { rounds, result: () => ({ kind: 'value', node: shared.hand(value) }), step: () => stepDone(value) }
    },
    (error) => {
      settled = { rounds, result: () => failureOf(error), step: () => stepFailure(error) }
    },
  )
  const tick = () => {
    if (settled !== null || rounds >= 1000) return
    rounds++
    then.call(RealPromise.resolve(), tick)
  }
  then.call(RealPromise.resolve(), tick)
}

function stepFailure(error: unknown): StepReply {
  guardCollector()
  const failed = failureOf(error)
  if (failed.kind === 'error') return stepThrew(failed.message)
  if (failed.kind === 'null-thrown' || failed.kind === 'out-of-memory' || failed.kind === 'lacking') return failed
  return { kind: 'never-settles' }
}

function isThenable(value: unknown): value is object {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return false
  return typeof Reflect.get(value, 'then') === 'function'
}

export const sandbox: SandboxExports = {
  start(answer, text) {
    connectHost((...question) => parse(answer(stringify(question))))
    installTextGlobals()
    installTraps()
    installGenericSort()
    installClock()
    installWebGlobals()
    startCollector(text)
  },
  begin(...clock) {
    startClock(...clock)
    event.value = undefined
  },
  evaluate(source) {
    forgetLacking()
    const value: unknown = evaluateGlobally(`(${source}\n)`)
    const evaluated: Evaluated =
      typeof value === 'function'
        ? { kind: 'function', index: functions.push((...args) => Reflect.apply(value, undefined, args)) - 1 }
        : { kind: 'value', packed: packValue(value) }
    return stringify(evaluated)
  },
  event(text) {
    shared.reset()
    event.value = receive(text)
    event.text = ''
  },
  mapping(text) {
    mappings.push(decodeValue(text))
  },
  call(index, valueText, consentText, mapping, mayChange) {
    forgetLacking()
    given.value = receive(valueText)
    const consent = receive(consentText)
    if (mayChange) {
      event.text ||= textOf(event.value)
      given.text = given.value === event.value ? event.text : textOf(given.value)
    }
    let ended: () => CallResult
    try {
      const result = functions[index]?.(given.value, {
        event: event.value,
        mapping: mappings[mapping],
        collector,
        logger,
        consent,
      })
      if (lacking() === '' && isThenable(result)) {
        watch(result)
        return stringify({ kind: 'promise' } satisfies CallReply)
      }
      ended = () => ({ kind: 'value', node: shared.hand(result) })
    } catch (error) {
      ended = () => failureOf(error)
    }
    return reply(mayChange, ended)
  },
  settle(mayChange) {
    const last = settled
    settled = null
    return last === null
      ? reply(mayChange, () => ({ kind: 'never-settles' }))
      : reply(mayChange, last.result, last.rounds)
  },
  openStep,
  runStep(index, part, graph) {
    const called = callStep(index, part, graph)
    if ('error' in called) return stringify(stepFailure(called.error))
    if (lacking() === '' && isThenable(called.result)) {
      watch(called.result)
      return stringify({ kind: 'promise' } satisfies StepReply)
    }
    return stringify(stepDone(called.result))
  },
  settleStep() {
    const last = settled
    settled = null
    return stringify(last === null ? ({ kind: 'never-settles' } satisfies StepReply) : last.step())
  },
  resetSteps,
}
