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
import { CodeFault, type CodeRunner, type FunctionContext, Settled } from '../value/code-function.ts'
import { sandboxPrelude } from './sandbox-prelude.ts'
import { answerWeb } from './sandbox-web.ts'
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

type Doors = Record<'start' | 'begin' | 'evaluate' | 'event' | 'mapping' | 'call' | 'settle', QuickJSHandle>

let loading: Promise<QuickJSWASMModule> | undefined
let memory: WebAssembly.Memory | undefined

/** Loads the sandbox once; afterwards createCodeRunner is synchronous. */
export function loadSandbox(): Promise<QuickJSWASMModule> {
  memory ??= new WebAssembly.Memory(memoryPages)
  loading ??= newQuickJSWASMModuleFromVariant(
    newVariant(variant as unknown as QuickJSSyncVariant, { wasmMemory: memory }),
  )
  return loading
}

/**
 * Runs `$code:` functions in QuickJS, with nothing of the host within reach. Time stands at `now` (ms since 1970) and
 * random numbers follow a seed; a function that uses them is reported. The runner must be disposed of.
 */
export function createCodeRunner(
  quickjs: QuickJSWASMModule,
  { now, collector, limits = defaultLimits }: { now: number; collector: unknown; limits?: SandboxLimits },
): CodeRunner {
  const runtime = quickjs.newRuntime({ maxStackSizeBytes: 512 * 1024 })
  const context = runtime.newContext()
  let deadline = Number.POSITIVE_INFINITY
  let isInterrupted = false
  runtime.setInterruptHandler(() => {
    isInterrupted = Date.now() > deadline
    return isInterrupted
  })
  const doors = openDoors(context)
  const mappingIds = new WeakMap<object, number>()
  let mappingCount = 0
  let eventInside: { event: unknown; name: unknown } | null = null

  const knock = (door: keyof Doors, args: (string | number)[], place: Place): string => {
    const handles = args.map((arg) => (typeof arg === 'string' ? context.newString(arg) : context.newNumber(arg)))
    deadline = Date.now() + limits.callTime
    isInterrupted = false
    const result = context.callFunction(doors[door], context.undefined, ...handles)
    deadline = Number.POSITIVE_INFINITY
    for (const handle of handles) handle.dispose()
    if (result.error) {
      const error = context.dump(result.error) as { name?: string; message?: string }
      result.error.dispose()
      throw faultOf(error, isInterrupted, place)
    }
    const text = context.typeof(result.value) === 'string' ? context.getString(result.value) : ''
    result.value.dispose()
    return text
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
    eventInside = { event, name }
  }

  const settle = (place: Place): string => {
    deadline = Date.now() + limits.callTime
    isInterrupted = false
    const jobs = runtime.executePendingJobs()
    deadline = Number.POSITIVE_INFINITY
    if (jobs.error) {
      const error = context.dump(jobs.error) as { name?: string; message?: string }
      jobs.error.dispose()
      throw faultOf(error, isInterrupted, place)
    }
    return knock('settle', [], place)
  }

  knock('start', [encodeValue(collector), now], [])
  const usage = { hasUsedTime: false, hasUsedRandom: false }

  const read = (text: string, place: Place): unknown => {
    const used = Number(text[0])
    usage.hasUsedTime ||= (used & 1) !== 0
    usage.hasUsedRandom ||= (used & 2) !== 0
    const payload = text.slice(2)
    switch (text[1]) {
      case 'v':
        return decodeValue(payload)
      case 'e':
      case 'o':
      case 'z':
        throw thrown(text[1], JSON.parse(payload), place)
      case 'p':
        return readSettled(settle(place), place)
      default:
        throw new CodeFault('unavailable', place, `${JSON.parse(payload)} is not available in the preview`)
    }
  }

  return {
    usage,
    compile(source, place) {
      const text = evaluate(source, place)
      if (text.startsWith('v')) return decodeValue(text.slice(1))
      const index = Number(text.slice(1))
      return (value: unknown, about: FunctionContext) => {
        passEvent(about.event, place)
        const valueText = value === about.event ? '' : encodeValue(value)
        const mapping = idOfMapping(about.mapping, place)
        return read(knock('call', [index, valueText, encodeValue(about.consent), mapping], place), place)
      }
    },
    begin() {
      eventInside = null
      knock('begin', [], [])
    },
    dispose() {
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

function faultOf({ name, message }: { name?: string; message?: string }, isInterrupted: boolean, place: Place): Error {
  if (isInterrupted || message === 'interrupted')
    return new CodeFault('timeout', place, 'The function did not return in time')
  if (message === 'out of memory') return memoryFault(place)
  return new Error(`${name ?? 'Error'}: ${message ?? 'unknown'}`)
}

function thrown(kind: string | undefined, message: string, place: Place): Error {
  // One step of growth may fail well before the maximum, when what is asked for is large.
  const isLarge = memory !== undefined && memory.buffer.byteLength >= memoryPages.maximum * 32_768
  if (kind === 'o' || (kind === 'z' && isLarge)) return memoryFault(place)
  return new Error(message)
}

function memoryFault(place: Place): CodeFault {
  return new CodeFault('memory', place, 'The function used more memory than it may')
}

function readSettled(text: string, place: Place): Settled {
  const kind = text[1]
  if (kind === 'm')
    throw new CodeFault('unavailable', place, `${JSON.parse(text.slice(2))} is not available in the preview`)
  if (kind === 'n') throw new CodeFault('timeout', place, 'The promise of the function never settles')
  const [rounds, payload] = JSON.parse(text.slice(2)) as [number, string]
  return kind === 'v'
    ? new Settled(true, decodeValue(payload), rounds)
    : new Settled(false, thrown(kind, JSON.parse(payload), place), rounds)
}
