import { grantConsent } from '../event/grant-consent.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { readPath, splitPath } from '../path/read-path.ts'
import { castToProperty } from './cast-to-property.ts'
import { CodeFault, faultOf, Settled } from './code-function.ts'
import { type Frame, type LoggedError, type RunValue, runTogether } from './frame.ts'

/** Mirrors `processMappingValue` of one mapping; it may throw what that rejects with. */
type RunItem = (value: unknown, consent: unknown, frame: Frame) => unknown

/** Mirrors one callback in walkerOS' reduce over nested lists. */
type RunOperators = RunItem

type Callback = (value: unknown, context: unknown) => unknown

/** The turns that `await tryCatchAsync(callback)(…)` takes for a synchronous callback. */
const callbackTurns = 3

/**
 * Compiles a mapping value (a path, an object of operators, or a list of which the first defined result wins).
 * Mirrors `core/mapping.ts getMappingValue`, which logs what goes wrong inside and goes on with undefined.
 */
export function compileValue(config: unknown): RunValue {
  const items = (Array.isArray(config) ? config : [config]).map(compileItem)
  return (value, consent, frame) => {
    if (value === undefined) return undefined
    const known = (isPlainObject(value) && value['consent']) || consent || frame.collectorConsent
    for (const item of items) {
      const result = runLogged(item, value, known, frame)
      if (result !== undefined) return result
    }
    return undefined
  }
}

function runLogged(item: RunItem, value: unknown, consent: unknown, frame: Frame): unknown {
  try {
    const result = item(value, consent, frame)
    frame.turns += 3
    return result
  } catch (error) {
    log(frame, 'mapping processing failed', error)
    frame.turns += 4
    return undefined
  }
}

function log(frame: Frame, message: LoggedError['message'], error: unknown): void {
  if (error instanceof CodeFault) throw error
  frame.errors.push({ message, error })
}

/** Mirrors `processMappingValue`: inside a list, the first *truthy* result wins, else the last one stands. */
function compileItem(config: unknown): RunItem {
  const alternatives = (Array.isArray(config) ? config : [config]).map(compileOperators)
  const [only] = alternatives
  if (alternatives.length === 1 && only !== undefined) {
    return (value, consent, frame) => {
      frame.turns += 1
      try {
        return only(value, consent, frame)
      } finally {
        frame.turns += 1
      }
    }
  }
  return (value, consent, frame) => {
    let result: unknown
    if (alternatives.length === 0) frame.turns += 1
    try {
      for (const alternative of alternatives) {
        frame.turns += 1
        if (!result) result = alternative(value, consent, frame)
      }
    } finally {
      frame.turns += 1
    }
    return result
  }
}

interface Operators {
  condition?: unknown
  consent?: unknown
  fn?: unknown
  key?: unknown
  loop?: unknown
  map?: unknown
  set?: unknown
  validate?: unknown
  value?: unknown
}

function compileOperators(config: unknown): RunOperators {
  if (typeof config === 'string') return compileKeyOnly(config)
  const fault = faultOf(config)
  if (fault !== undefined) {
    return () => {
      throw fault
    }
  }
  if (config === null || config === undefined) {
    return () => {
      throw new TypeError('Cannot convert undefined or null to object')
    }
  }
  // Numbers, booleans, functions and {} have no operators, and so no value.
  if (Object.keys(config).length === 0) return () => undefined
  return compileOperatorObject(config as Operators)
}

function compileKeyOnly(path: string): RunOperators {
  if (path === '') return castToProperty
  const steps = splitPath(path)
  return (value) => castToProperty(readPath(value, steps))
}

function compileOperatorObject(operators: Operators): RunOperators {
  const { condition, consent: required, value: staticValue } = operators
  const produce = compileSource(operators)
  const validate = operators.validate
  const staticProperty = castToProperty(staticValue)
  return (value, consent, frame) => {
    const context = { operators, consent, frame }
    if (condition && !call(condition, value, context, 'mapping condition failed')) return undefined
    if (required && !grantConsent(required, consent ?? undefined)) return staticValue
    let result = produce(value, consent, frame)
    if (validate && !call(validate, result, context, 'mapping validate failed')) result = undefined
    const property = castToProperty(result)
    return property === undefined ? staticProperty : property
  }
}

/** fn, then key in its place, then one of loop, map and set in theirs. */
function compileSource(operators: Operators): RunItem {
  const base = compileBase(operators)
  if (operators.loop) return compileLoop(operators.loop, base)
  if (operators.map) return afterBase(operators, base, compileMap(operators.map as object))
  if (operators.set) return afterBase(operators, base, compileSet(operators.set))
  return base
}

function compileBase(operators: Operators): RunItem {
  const { fn, key, value: staticValue } = operators
  const start: RunItem = staticValue === undefined ? (value) => value : () => staticValue
  const afterFn: RunItem = fn
    ? (value, consent, frame) => call(fn, value, { operators, consent, frame }, 'mapping fn failed')
    : start
  if (!key) return afterFn
  if (typeof key !== 'string') {
    return (value, consent, frame) => {
      afterFn(value, consent, frame)
      throw new TypeError('key.split is not a function')
    }
  }
  const steps = splitPath(key)
  const read: RunItem = (value) => readPath(value, steps, staticValue)
  return fn ? afterBase(operators, afterFn, read) : read
}

/** Runs the base only where it can be noticed: a function that is called, a key that throws. */
function afterBase(operators: Operators, base: RunItem, next: RunItem): RunItem {
  const isSilent = !operators.fn && (!operators.key || typeof operators.key === 'string')
  if (isSilent) return next
  return (value, consent, frame) => {
    base(value, consent, frame)
    return next(value, consent, frame)
  }
}

function compileLoop(loop: unknown, base: RunItem): RunItem {
  let parts: [unknown, unknown]
  try {
    const [scope, item] = loop as Iterable<unknown>
    parts = [scope, item]
  } catch (error) {
    return (value, consent, frame) => {
      base(value, consent, frame)
      throw error
    }
  }
  const isThis = parts[0] === 'this'
  // A missing scope or item mapping is an empty object for walkerOS, which gives nothing.
  const runScope = compileValue(parts[0] === undefined ? {} : parts[0])
  const runItem = compileValue(parts[1] === undefined ? {} : parts[1])
  return (value, consent, frame) => {
    const earlier = base(value, consent, frame)
    let items: unknown
    if (isThis) items = [value]
    else {
      items = runScope(value, consent, frame)
      frame.turns += 1
    }
    // walkerOS keeps the earlier result for anything but an array: without fn, key or value that is the whole input.
    if (!Array.isArray(items)) return earlier
    const list: unknown[] = items
    const results = runTogether(frame, list.length, (index) => runItem(list[index], consent, frame))
    return results.filter((result) => result !== undefined)
  }
}

function compileMap(map: object): RunItem {
  const fields = Object.entries(map).map(([name, config]) => ({ name, run: compileValue(config) }))
  return (value, consent, frame) => {
    const object: Record<string, unknown> = {}
    for (const { name, run } of fields) {
      frame.turns += 1
      const result = run(value, consent, frame)
      frame.turns += 1
      if (result !== undefined) object[name] = result
    }
    frame.turns += 1
    return object
  }
}

function compileSet(set: unknown): RunItem {
  if (!Array.isArray(set)) {
    return () => {
      throw new TypeError('set.map is not a function')
    }
  }
  const items = set.map(compileItem)
  return (value, consent, frame) =>
    runTogether(frame, items.length, (index) => (items[index] as RunItem)(value, consent, frame))
}

function call(
  callback: unknown,
  value: unknown,
  { operators, consent, frame }: { operators: Operators; consent: unknown; frame: Frame },
  message: LoggedError['message'],
): unknown {
  frame.turns += callbackTurns
  try {
    const context = { event: frame.event, mapping: operators, collector: frame.collector, consent }
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
