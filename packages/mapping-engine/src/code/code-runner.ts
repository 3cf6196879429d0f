import type { Place } from '@mapping-designer/shared-types'
import type { QuickJSWASMModule } from 'quickjs-emscripten-core'
import type { EventContext } from '../event/event-context.ts'
import { hashWords } from '../event/pinned-ids.ts'
import { memberOf } from '../path/member-of.ts'
import { CodeFault, type CodeRunner, type FunctionContext, Settled } from '../value/code-function.ts'
import { isMemoryLarge } from './load-sandbox.ts'
import { openOnFirstCall, openSandbox, type Sandbox, type SandboxLimits, tooDeep } from './open-sandbox.ts'
import type { CallReply, CallResult, Change, Evaluated } from './sandbox-protocol.ts'
import { createSharedObjects, type SharedObjects } from './shared-objects.ts'
import { createStepSandbox } from './step-sandbox.ts'
import { encodeValue, maxHandedLevels, unpackValue } from './wire-value.ts'

export interface CodeRunnerOptions {
  /** ms since 1970, for events that bring no clock of their own. */
  now: number
  collector: unknown
  limits?: SandboxLimits
}

/**
 * Runs `$code:` functions in QuickJS, with nothing of the host within reach. Time stands at `now` and random numbers
 * follow a seed, unless an event brings its own. The sandbox is opened for the first function. The runner must be
 * disposed of.
 */
export function createCodeRunner(
  quickjs: QuickJSWASMModule,
  { now, collector, limits = { callTime: 1_000 } }: CodeRunnerOptions,
): CodeRunner {
  let current: EventContext = {}
  const beginIn = (opened: Sandbox) => {
    const { now: time = now, seed = '' } = current
    opened.call('begin', [time, ...hashWords(seed)], [])
  }
  const sandbox = openOnFirstCall(() => {
    const opened = openSandbox(quickjs, collector, limits)
    beginIn(opened)
    return opened
  })
  const border = createBorder(sandbox)
  const begin = (context: EventContext = {}) => {
    current = context
    border.forgetEvent()
    if (sandbox.isOpen && !sandbox.isSpent) beginIn(sandbox)
  }
  return {
    get isSpent() {
      return sandbox.isSpent
    },
    compile(source, place) {
      const evaluated = evaluate(sandbox, source, place)
      if (evaluated.kind === 'value') return unpackValue(evaluated.packed)
      const mayChange = changing.test(source)
      return (value: unknown, about: FunctionContext) => border.call(evaluated.index, value, about, mayChange, place)
    },
    steps: createStepSandbox(sandbox),
    begin,
    dispose: sandbox.dispose,
  }
}

function evaluate(sandbox: Sandbox, source: string, place: Place): Evaluated {
  try {
    return JSON.parse(sandbox.call('evaluate', [source], place))
  } catch (error) {
    if (error instanceof CodeFault) throw error
    throw new CodeFault('syntax', place, error instanceof Error ? error.message : String(error))
  }
}

// Nothing can be changed without an assignment, a deletion, or one of these methods.
const changing =
  /[^=!<>]=[^=>]|\+\+|--|\bdelete\b|\b(?:push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin|assign|define\w+|set\w*|deleteProperty|__define\w+)\b/

/** What goes over the border of the sandbox: events, values and mappings into it, results and changes back. */
function createBorder(sandbox: Sandbox) {
  const shared = createSharedObjects()
  const idOfMapping = passMappings(sandbox)
  /** A rename changes the event in place, so its name belongs to what is compared. */
  let passed: { event: unknown; name: unknown } | null = null

  const hand = (value: unknown) => JSON.stringify(shared.hand(value))

  const passEvent = (event: unknown, place: Place) => {
    const name = memberOf(event, 'name')
    if (passed !== null && passed.event === event && passed.name === name) return
    shared.reset()
    passed = null
    sandbox.call('event', [hand(event)], place)
    passed = { event, name }
  }

  const pass = (index: number, value: unknown, about: FunctionContext, mayChange: boolean, place: Place): string => {
    passEvent(about.event, place)
    const mapping = idOfMapping(about.mapping, place)
    return sandbox.call('call', [index, hand(value), hand(about.consent), mapping, Number(mayChange)], place)
  }

  const passSafely = (...call: Parameters<typeof pass>): string => {
    try {
      return pass(...call)
    } catch (error) {
      throw error instanceof RangeError ? tooDeep(call[4]) : error
    }
  }

  return {
    forgetEvent() {
      passed = null
    },
    call(index: number, value: unknown, about: FunctionContext, mayChange: boolean, place: Place): unknown {
      let reply: CallReply = JSON.parse(passSafely(index, value, about, mayChange, place))
      const isLater = reply.kind === 'promise'
      if (isLater) {
        sandbox.runJobs(place)
        reply = JSON.parse(sandbox.call('settle', [Number(mayChange)], place))
      }
      if (reply.changes) {
        takeChanges(shared, reply.changes, about, place)
        passed = { event: about.event, name: memberOf(about.event, 'name') }
      }
      const result = read(reply, shared, sandbox, place)
      if (!isLater) return result.isFulfilled ? result.value : raise(result.value)
      return new Settled(result.isFulfilled, result.value, reply.rounds ?? 0)
    },
  }
}

function raise(error: unknown): never {
  throw error
}

/** A mapping goes over once and then by its number. */
function passMappings(sandbox: Sandbox): (mapping: unknown, place: Place) => number {
  const known = new WeakMap<object, number>()
  let count = 0
  return (mapping, place) => {
    const isObject = typeof mapping === 'object' && mapping !== null
    const id = isObject ? known.get(mapping) : undefined
    if (id !== undefined) return id
    sandbox.call('mapping', [encodeValue(mapping, maxHandedLevels)], place)
    if (isObject) known.set(mapping, count)
    return count++
  }
}

// walkerOS hands out the event itself, so what a function changes is changed for all that comes after it, even where
// it threw in the end.
function takeChanges(shared: SharedObjects, changes: Change[], { isConcurrent }: FunctionContext, place: Place): void {
  for (const { of, node } of changes) {
    if (of === 'event' && isConcurrent) {
      const message = 'The function changes the event while other parts of the mapping run beside it'
      throw new CodeFault('unavailable', place, message)
    }
    shared.take(node)
  }
}

/** What a call came to, as a promise would settle; throws a CodeFault where that is not known. */
function read(
  result: CallResult,
  shared: SharedObjects,
  sandbox: Sandbox,
  place: Place,
): { isFulfilled: boolean; value: unknown } {
  switch (result.kind) {
    case 'value':
      return { isFulfilled: true, value: shared.take(result.node) }
    case 'error':
      return { isFulfilled: false, value: new Error(result.message) }
    case 'null-thrown':
      if (isMemoryLarge()) throw sandbox.spend(place)
      return { isFulfilled: false, value: new Error('null') }
    case 'out-of-memory':
      throw sandbox.spend(place)
    case 'lacking':
      throw new CodeFault('unavailable', place, `${result.name} is not available in the preview`)
    case 'promise':
    case 'never-settles':
      throw new CodeFault('timeout', place, 'The promise of the function never settles')
  }
}
