// What runs inside the sandbox before any function does: `pnpm write-docs` bundles it to sandbox-source.ts, and QuickJS
// compiles that text. Nothing of the host is within reach but `ask`.
import type { CallReply, CallResult, Change, Evaluated, SandboxExports, StepReply } from '../sandbox-protocol.ts'
import { createSharedObjects, isShared } from '../shared-objects.ts'
import { decodeValue, encodeValue, guardLevels, maxHandedLevels, packValue } from '../wire-value.ts'
import { connectHost } from './ask-host.ts'
import { collector, guardCollector, startCollector } from './collector-state.ts'
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
let event: unknown
let eventText = ''
/** The last value that does not stand on both sides. */
let given: { value: unknown; text: string } = { value: undefined, text: '' }
let settled: { rounds: number; result: () => CallResult; step: () => StepReply } | null = null

function resultOf(value: unknown): CallResult {
  return holdsShared(value)
    ? { kind: 'shared', node: shared.nodeOf(value, true) }
    : { kind: 'value', packed: packValue(value, maxHandedLevels) }
}

function holdsShared(value: unknown, above: object[] = []): boolean {
  if (!isShared(value) || above.includes(value)) return false
  if (shared.idOf(value) >= 0) return true
  above.push(value)
  guardLevels(above.length)
  const isHolding = Object.values(value).some((item) => holdsShared(item, above))
  above.pop()
  return isHolding
}

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
  const text = encodeValue(event, maxHandedLevels)
  if (text !== eventText) {
    eventText = text
    changes.push({ of: 'event', node: shared.nodeOf(event) })
  }
  if (given.text !== '' && encodeValue(given.value, maxHandedLevels) !== given.text) {
    changes.push({ of: 'value', node: shared.nodeOf(given.value) })
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
      settled = { rounds, result: () => resultOf(value), step: () => stepDone(value) }
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
    installClock()
    installWebGlobals()
    startCollector(text)
  },
  begin(...clock) {
    startClock(...clock)
    event = undefined
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
    event = decodeValue(text)
    eventText = text
    shared.reset()
    shared.add(event)
  },
  mapping(text) {
    mappings.push(decodeValue(text))
  },
  call(index, valueId, valueText, consentId, consentText, mapping, mayChange) {
    forgetLacking()
    const value = valueId >= 0 ? shared.find(valueId) : decodeValue(valueText)
    given = { value, text: valueText }
    if (valueId < 0) shared.add(value)
    const consent = consentId >= 0 ? shared.find(consentId) : decodeValue(consentText)
    let ended: () => CallResult
    try {
      const result = functions[index]?.(value, { event, mapping: mappings[mapping], collector, logger, consent })
      if (lacking() === '' && isThenable(result)) {
        watch(result)
        return stringify({ kind: 'promise' } satisfies CallReply)
      }
      ended = () => resultOf(result)
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
