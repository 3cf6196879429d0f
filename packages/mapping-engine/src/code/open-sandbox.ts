import type { Place } from '@mapping-designer/shared-types'
import type { QuickJSContext, QuickJSHandle, QuickJSRuntime, QuickJSWASMModule } from 'quickjs-emscripten-core'
import { memberOf } from '../path/member-of.ts'
import { CodeFault } from '../value/code-function.ts'
import { answerSandbox } from './answer-sandbox.ts'
import { abandonSandbox, isMemoryLarge } from './load-sandbox.ts'
import type { SandboxExports } from './sandbox-protocol.ts'
import { sandboxSource } from './sandbox-source.ts'
import { encodeValue } from './wire-value.ts'

export interface SandboxLimits {
  /** Milliseconds one call may take. A native loop can outlast it, so a sandbox belongs into a worker that can be ended. */
  callTime: number
}

type Callable = Exclude<keyof SandboxExports, 'start'>

/** A context of QuickJS in which nothing of the host is within reach. Each call is bounded in time; faults tell the place. */
export interface Sandbox {
  call<Name extends Callable>(name: Name, args: Parameters<SandboxExports[Name]>, place: Place): string
  /** Runs what promises wait for. */
  runJobs(place: Place): void
  /** Nothing more can be run; gives the fault that says so. */
  spend(place: Place): CodeFault
  readonly isSpent: boolean
  dispose(): void
}

/** Bytes; WebAssembly runs out of the host's stack, which nothing survives, where QuickJS may take twice as much. */
const maxStack = 256 * 1024

export function openSandbox(quickjs: QuickJSWASMModule, collector: unknown, { callTime }: SandboxLimits): Sandbox {
  const runtime = quickjs.newRuntime({ maxStackSizeBytes: maxStack })
  const context = runtime.newContext()
  const watch = watchTime(runtime, callTime)
  const exported = context.unwrapResult(context.evalCode(sandboxSource, 'sandbox.js'))
  let isSpent = false

  const spend = (place: Place): CodeFault => {
    isSpent = true
    abandonSandbox()
    return new CodeFault('memory', place, 'The function used more memory than it may')
  }

  const faultOf = (error: QuickJSHandle, place: Place): Error => {
    const dumped: unknown = context.dump(error)
    error.dispose()
    const [name, message] = [memberOf(dumped, 'name'), memberOf(dumped, 'message')]
    if (watch.isInterrupted() || message === 'interrupted') {
      return new CodeFault('timeout', place, 'The function did not return in time')
    }
    // Where not even an error found room, null is thrown.
    if (message === 'out of memory' || (message === undefined && isMemoryLarge())) return spend(place)
    if (message === 'stack overflow') return tooDeep(place)
    return new Error(`${name ?? 'Error'}: ${message ?? 'unknown'}`)
  }

  const callSandbox = (name: keyof SandboxExports, args: QuickJSHandle[], place: Place): string => {
    try {
      const target = context.getProp(exported, name)
      const result = watch.during(() => context.callFunction(target, context.undefined, ...args))
      for (const handle of [target, ...args]) handle.dispose()
      if (result.error) throw faultOf(result.error, place)
      return textOf(context, result.value)
    } catch (error) {
      throw error instanceof WebAssembly.RuntimeError || error instanceof RangeError ? spend(place) : error
    }
  }

  callSandbox('start', [answerHandle(context), context.newString(encodeValue(collector))], [])

  return {
    call(name, args, place) {
      if (isSpent) throw spend(place)
      const handles = args.map((arg) => (typeof arg === 'string' ? context.newString(arg) : context.newNumber(arg)))
      return callSandbox(name, handles, place)
    },
    runJobs(place) {
      const jobs = watch.during(() => runtime.executePendingJobs())
      if (jobs.error) throw faultOf(jobs.error, place)
    },
    spend,
    get isSpent() {
      return isSpent
    },
    dispose() {
      if (isSpent) return
      for (const part of [exported, context, runtime]) part.dispose()
    },
  }
}

/** A sandbox that costs nothing until it is called: opening one takes milliseconds, and most flows have no function. */
export function openOnFirstCall(open: () => Sandbox): Sandbox & { readonly isOpen: boolean } {
  let opened: Sandbox | null = null
  const sandbox = () => {
    opened ??= open()
    return opened
  }
  return {
    call: (...call) => sandbox().call(...call),
    runJobs: (place) => sandbox().runJobs(place),
    spend: (place) => sandbox().spend(place),
    get isSpent() {
      return opened?.isSpent === true
    },
    get isOpen() {
      return opened !== null
    },
    dispose: () => opened?.dispose(),
  }
}

/** An event or a value that is nested too deeply to be handed in or out: of the function itself nothing is known. */
export function tooDeep(place: Place): CodeFault {
  return new CodeFault('unavailable', place, 'A value nested this deeply cannot be handed to a function here')
}

function textOf(context: QuickJSContext, value: QuickJSHandle): string {
  const text = context.typeof(value) === 'string' ? context.getString(value) : ''
  value.dispose()
  return text
}

function answerHandle(context: QuickJSContext): QuickJSHandle {
  return context.newFunction('ask', (question) => context.newString(answerSandbox(context.getString(question))))
}

/** Interrupts what takes longer than it may. */
function watchTime(runtime: QuickJSRuntime, callTime: number) {
  let deadline = Number.POSITIVE_INFINITY
  let isInterrupted = false
  runtime.setInterruptHandler(() => {
    isInterrupted = performance.now() > deadline
    return isInterrupted
  })
  return {
    isInterrupted: () => isInterrupted,
    during<T>(run: () => T): T {
      deadline = performance.now() + callTime
      isInterrupted = false
      try {
        return run()
      } finally {
        deadline = Number.POSITIVE_INFINITY
      }
    },
  }
}
