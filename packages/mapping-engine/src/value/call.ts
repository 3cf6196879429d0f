import { Settled } from './code-function.ts'
import { type Frame, isFatal, type LoggedError } from './frame.ts'
import type { Operators } from './operators.ts'

type Callback = (value: unknown, context: unknown) => unknown

/** The turns that `await tryCatchAsync(callback)(…)` takes for a synchronous callback. */
const callbackTurns = 3

/** What walkerOS would log while it goes on; throws on what ends the run. */
export function log(frame: Frame, message: LoggedError['message'], error: unknown): void {
  if (isFatal(error)) throw error
  frame.errors.push({ message, error })
}

/** Runs a function of an operator as walkerOS does: what it throws is logged, and it then gives nothing. */
export function call(
  callback: unknown,
  value: unknown,
  operators: Operators,
  consent: unknown,
  frame: Frame,
  message: LoggedError['message'],
): unknown {
  frame.turns += callbackTurns
  try {
    const { event, collector, isConcurrent } = frame
    const context = { event, mapping: operators, collector, consent, isConcurrent }
    const result = (callback as Callback)(value, context)
    if (!(result instanceof Settled)) return result
    frame.turns += result.turns
    if (result.isFulfilled) return result.value
    frame.turns += 1
    throw result.value
  } catch (error) {
    log(frame, message, error)
    return undefined
  }
}
