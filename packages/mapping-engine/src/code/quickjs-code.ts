import variant from '@jitl/quickjs-wasmfile-release-sync'
import type { Place } from '@mapping-designer/shared-types'
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSSyncVariant,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core'
import type { EventContext } from '../event/event-context.ts'
import { hashWords } from '../event/pinned-ids.ts'
import { CodeFault, type CodeRunner, type FunctionContext, Settled } from '../value/code-function.ts'
import { sandboxPrelude } from './sandbox-prelude.ts'
import { answerWeb } from './sandbox-web.ts'
import { type ChangedNode, createSharedObjects } from './shared-objects.ts'
import { decodeValue, encodeValue } from './wire-value.ts'

export interface SandboxLimits {
  /** Milliseconds one call may take. A native loop can outlast it, so a sandbox belongs into a worker that can be ended. */
  callTime: number
}

const defaultLimits: SandboxLimits = { callTime: 1_000 }

/**
 * What all functions of a process or worker have together, in pages of 64 KiB: 64 MiB. QuickJS' own limit counts the
 * number of allocations and not their size in WebAssembly, so the memory itself is bounded.
 */
const memoryPages = { initial: 256, maximum: 1024 }

type SandboxError = { name?: string; message?: string } | null

type Doors = Record<'start' | 'begin' | 'evaluate' | 'event' | 'mapping' | 'call' | 'settle', QuickJSHandle>

let loading: Promise<QuickJSWASMModule> | undefined
let memory: WebAssembly.Memory | undefined

/** Loads the sandbox once, and anew after one was spent; afterwards createCodeRunner is synchronous. */
export function loadSandbox(): Promise<QuickJSWASMModule> {
  memory ??= new WebAssembly.Memory(memoryPages)
  loading ??= newQuickJSWASMModuleFromVariant(
    newVariant(variant as unknown as QuickJSSyncVariant, { wasmMemory: memory }),
  )
  return loading
}

/**
 * Runs `$code:` functions in QuickJS, with nothing of the host within reach. Time stands at `now` (ms since 1970) and
 * random numbers follow a seed, unless an event brings its own; a function that uses them is reported. The runner must
 * be disposed of.
 */
export function createCodeRunner(
  quickjs: QuickJSWASMModule,
  { now, collector, limits = defaultLimits }: { now: number; collector: unknown; limits?: SandboxLimits },
): CodeRunner {
  const runtime = quickjs.newRuntime({ maxStackSizeBytes: 512 * 1024 })
  const context = runtime.newContext()
  let deadline = Number.POSITIVE_INFINITY
  let isInterrupted = false
  let isSpent = false
  runtime.setInterruptHandler(() => {
    isInterrupted = performance.now() > deadline
    return isInterrupted
  })
  const doors = openDoors(context)
  const shared = createSharedObjects()
  const mappingIds = new WeakMap<object, number>()
  let mappingCount = 0
  let eventInside: { event: unknown; name: unknown } | null = null

  // QuickJS does not survive to run out of memory in WebAssembly: its own bookkeeping breaks.
  const spend = (place: Place): CodeFault => {
    isSpent = true
    loading = undefined
    memory = undefined
    return new CodeFault('memory', place, 'The function used more memory than it may')
  }

  const knock = (door: keyof Doors, args: (string | number)[], place: Place): string => {
    if (isSpent) throw spend(place)
    try {
      return knockOpen(door, args, place)
    } catch (error) {
      throw error instanceof WebAssembly.RuntimeError || error instanceof RangeError ? spend(place) : error
    }
  }

  const knockOpen = (door: keyof Doors, args: (string | number)[], place: Place): string => {
    const handles = args.map((arg) => (typeof arg === 'string' ? context.newString(arg) : context.newNumber(arg)))
    deadline = performance.now() + limits.callTime
    isInterrupted = false
    const result = context.callFunction(doors[door], context.undefined, ...handles)
    deadline = Number.POSITIVE_INFINITY
    for (const handle of handles) handle.dispose()
    if (result.error) {
      const error = context.dump(result.error) as SandboxError
      result.error.dispose()
      throw faultOf(error, isInterrupted, place)
    }
    const text = context.typeof(result.value) === 'string' ? context.getString(result.value) : ''
    result.value.dispose()
    return text
  }

  const faultOf = (error: SandboxError, isInterrupted: boolean, place: Place): Error => {
    const { name, message } = error ?? {}
    if (isInterrupted || message === 'interrupted') {
      return new CodeFault('timeout', place, 'The function did not return in time')
    }
    return message === 'out of memory' ? spend(place) : new Error(`${name ?? 'Error'}: ${message ?? 'unknown'}`)
  }

  const thrown = (kind: string | undefined, message: string, place: Place): Error => {
    // One step of growth may fail well before the maximum, when what is asked for is large.
    const isLarge = memory !== undefined && memory.buffer.byteLength >= memoryPages.maximum * 32_768
    return kind === 'o' || (kind === 'z' && isLarge) ? spend(place) : new Error(message)
  }

  const noteUsage = (text: string) => {
    const used = Number(text[0])
    usage.hasUsedTime ||= (used & 1) !== 0
    usage.hasUsedRandom ||= (used & 2) !== 0
  }

  const unavailable = (name: string, place: Place) =>
    new CodeFault('unavailable', place, `${JSON.parse(name)} is not available in the preview`)

  const sharedOf = (answer: number | ChangedNode): unknown =>
    typeof answer === 'number' ? shared.find(answer) : shared.apply(answer)

  const readSettled = (text: string, place: Place): Settled => {
    noteUsage(text)
    const kind = text[1]
    if (kind === 'm') throw unavailable(text.slice(2), place)
    if (kind === 'n') throw new CodeFault('timeout', place, 'The promise of the function never settles')
    const [rounds, payload] = JSON.parse(text.slice(2)) as [number, string | number | ChangedNode]
    if (typeof payload !== 'string') return new Settled(true, sharedOf(payload), rounds)
    return kind === 'v'
      ? new Settled(true, decodeValue(payload), rounds)
      : new Settled(false, thrown(kind, JSON.parse(payload), place), rounds)
  }

  const idOfMapping = (mapping: unknown, place: Place): number => {
    if (typeof mapping !== 'object' || mapping === null) {
      knock('mapping', [encodeValue(mapping)], place)
      return mappingCount++
    }
    const known = mappingIds.get(mapping)
    if (known !== undefined) return known
    knock('mapping', [encodeValue(mapping)], place)
    mappingIds.set(mapping, mappingCount)
    return mappingCount++
  }

  const passEvent = (event: unknown, place: Place) => {
    const name = (event as { name?: unknown } | null)?.name
    // A rename changes the event in place, so its name belongs to what is compared.
    if (eventInside !== null && eventInside.event === event && eventInside.name === name) return
    knock('event', [encodeValue(event)], place)
    shared.reset()
    shared.add(event)
    eventInside = { event, name }
  }

  const settle = (mayChange: boolean, place: Place): string => {
    deadline = performance.now() + limits.callTime
    isInterrupted = false
    const jobs = runtime.executePendingJobs()
    deadline = Number.POSITIVE_INFINITY
    if (jobs.error) {
      const error = context.dump(jobs.error) as SandboxError
      jobs.error.dispose()
      throw faultOf(error, isInterrupted, place)
    }
    return knock('settle', [Number(mayChange)], place)
  }

  // walkerOS hands out the event itself, so what a function changes is changed for all that comes after it, even where
  // it threw in the end.
  const takeChanges = (text: string, { event, isTogether }: FunctionContext, place: Place) => {
    if (text === '') return
    for (const [which, node] of JSON.parse(text) as ['event' | 'value', ChangedNode][]) {
      if (which === 'event' && isTogether) {
        const message = 'The function changes the event while other parts of the mapping run beside it'
        throw new CodeFault('unavailable', place, message)
      }
      shared.apply(node)
    }
    eventInside = { event, name: (event as { name?: unknown } | null)?.name }
  }

  const startClock = (context?: EventContext) =>
    knock('begin', [context?.now ?? now, ...hashWords(context?.seed ?? '')], [])

  knock('start', [encodeValue(collector)], [])
  startClock()
  const usage = { hasUsedTime: false, hasUsedRandom: false }

  const read = (text: string, place: Place): unknown => {
    noteUsage(text)
    const payload = text.slice(2)
    switch (text[1]) {
      case 'v':
        return decodeValue(payload)
      case 'r':
        return sharedOf(JSON.parse(payload))
      case 'e':
      case 'o':
      case 'z':
        throw thrown(text[1], JSON.parse(payload), place)
      default:
        throw unavailable(payload, place)
    }
  }

  return {
    usage,
    get isSpent() {
      return isSpent
    },
    compile(source, place) {
      const text = evaluate(source, place)
      if (text.startsWith('v')) return decodeValue(text.slice(1))
      const index = Number(text.slice(1))
      const mayChange = changing.test(source)
      return (value: unknown, about: FunctionContext) => {
        passEvent(about.event, place)
        const id = shared.idOf(value)
        const valueText = id >= 0 ? '' : encodeValue(value)
        if (id < 0) shared.add(value)
        const mapping = idOfMapping(about.mapping, place)
        const consentId = shared.idOf(about.consent)
        const consentText = consentId >= 0 ? '' : encodeValue(about.consent)
        const args = [index, id, valueText, consentId, consentText, mapping, Number(mayChange)]
        const first = knock('call', args, place)
        const isLater = first[1] === 'p'
        const reply = isLater ? settle(mayChange, place) : first
        const [changed, text] = mayChange ? (JSON.parse(reply) as [string, string]) : ['', reply]
        takeChanges(changed, about, place)
        return isLater ? readSettled(text, place) : read(text, place)
      }
    },
    begin(context) {
      eventInside = null
      if (!isSpent) startClock(context)
    },
    dispose() {
      if (isSpent) return
      for (const door of Object.values(doors)) door.dispose()
      context.dispose()
      runtime.dispose()
    },
  }

  function evaluate(source: string, place: Place): string {
    try {
      return knock('evaluate', [source], place)
    } catch (error) {
      if (error instanceof CodeFault) throw error
      throw new CodeFault('syntax', place, error instanceof Error ? error.message : String(error))
    }
  }
}

// Nothing can be changed without an assignment, a deletion, or one of these methods.
const changing =
  /[^=!<>]=[^=>]|\+\+|--|\bdelete\b|\b(?:push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin|assign|define\w+|set\w*|deleteProperty|__define\w+)\b/

function openDoors(context: QuickJSContext): Doors {
  context
    .newFunction('answerWeb', (question) => context.newString(answerWeb(context.getString(question))))
    .consume((answerer) => context.setProp(context.global, 'answerWeb', answerer))
  const prelude = context.unwrapResult(context.evalCode(sandboxPrelude, 'prelude.js'))
  const names = ['start', 'begin', 'evaluate', 'event', 'mapping', 'call', 'settle'] as const
  const doors = Object.fromEntries(names.map((name) => [name, context.getProp(prelude, name)]))
  prelude.dispose()
  return doors as Doors
}
