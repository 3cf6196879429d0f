import type { Place } from '@mapping-designer/shared-types'
import { grantConsent } from '../event/grant-consent.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { protoKeyFound, watchProtoKey } from '../path/proto-key.ts'
import { compileReader, readPath, splitPath } from '../path/read-path.ts'
import { castToProperty } from './cast-to-property.ts'
import { CodeFault, faultOf, Settled } from './code-function.ts'
import {
  type Frame,
  type LoggedError,
  type MissingReason,
  type RunValue,
  runTogether,
  type ValueSource,
} from './frame.ts'
import { generateMap } from './generate-map.ts'

/** Mirrors `processMappingValue` of one mapping; it may throw what that rejects with. */
type RunItem = (value: unknown, consent: unknown, frame: Frame) => unknown

/** Mirrors one callback in walkerOS' reduce over nested lists. */
type RunOperators = RunItem

type Callback = (value: unknown, context: unknown) => unknown

/** The turns that `await tryCatchAsync(callback)(…)` takes for a synchronous callback. */
const callbackTurns = 3

/**
 * Compiles a mapping value (a path, an object of operators, or a list of which the first defined result wins). The
 * place is where it stands in the config. Mirrors `core/mapping.ts getMappingValue`, which logs what goes wrong inside
 * and goes on with undefined.
 */
export function compileValue(config: unknown, place: Place): RunValue {
  if (!Array.isArray(config)) {
    const quick = compileQuick(config, place)
    if (quick !== null) return quick
    const only = compileItem(config, place)
    return (value, consent, frame) =>
      value === undefined ? undefined : runLogged(only, value, resolveConsent(value, consent, frame), frame)
  }
  const items = config.map((item, index) => compileItem(item, [...place, index]))
  return (value, consent, frame) => {
    if (value === undefined) return undefined
    const known = resolveConsent(value, consent, frame)
    for (const item of items) {
      const result = runLogged(item, value, known, frame)
      if (result !== undefined) return result
    }
    return undefined
  }
}

/** The turns of a value that awaits nothing of its own: a path, a static value, or both. */
const quickTurns = 5

/** Reads a value that needs neither consent nor a function, and cannot throw. */
type Pick = (value: unknown) => unknown

interface QuickValue {
  pick: Pick
  /** The path, where it has two steps and no wildcard. */
  path: { first: string; second: string } | null
  fallback: unknown
}

const quickValues = new WeakMap<RunValue, QuickValue>()

function compileQuick(config: unknown, place: Place): RunValue | null {
  const isPath = typeof config === 'string' && config !== ''
  if (!isPath && !isPathOrStatic(config)) return null
  const slow = compileOperators(config, place)
  const key = isPath ? config : (config as Operators).key
  const pick = compilePick(key, isPath ? undefined : (config as Operators).value)
  const run: RunValue = (value, consent, frame) => {
    if (value === undefined) return undefined
    frame.turns += quickTurns
    return frame.notes === null ? pick(value) : slow(value, consent, frame)
  }
  const fallback = castToProperty(isPath ? undefined : (config as Operators).value)
  quickValues.set(run, { pick, path: twoSteps(key), fallback })
  return run
}

function twoSteps(key: unknown): { first: string; second: string } | null {
  const [first, second, ...rest] = typeof key === 'string' ? splitPath(key) : []
  if (first === undefined || second === undefined || rest.length > 0) return null
  return first === '*' || second === '*' ? null : { first, second }
}

function compilePick(key: unknown, fallback: unknown): Pick {
  const safe = castToProperty(fallback)
  if (typeof key !== 'string' || key === '') return () => safe
  const path = twoSteps(key)
  if (path === null) {
    const read = compileReader(key, fallback)
    return (value) => propertyOr(read(value), safe)
  }
  // Nearly every path of a mapping has two steps, such as data.id.
  const { first, second } = path
  return (value) => {
    if (typeof value !== 'object' || value === null) return safe
    const inner = (value as Record<string, unknown>)[first]
    if (typeof inner === 'object' && inner !== null) {
      const found = (inner as Record<string, unknown>)[second]
      if (typeof found === 'string') return found
      if (found !== undefined) return propertyOr(found, safe)
      watchProtoKey(inner)
    } else if (inner === undefined) watchProtoKey(value)
    return safe
  }
}

function propertyOr(found: unknown, fallback: unknown): unknown {
  const property = castToProperty(found)
  return property === undefined ? fallback : property
}

function isPathOrStatic(config: unknown): boolean {
  if (!isPlainObject(config)) return false
  const { key, value, condition, consent, fn, loop, map, set, validate } = config as Operators
  if (condition || consent || fn || loop || map || set || validate) return false
  return typeof key === 'string' && key !== '' ? true : !key && value !== undefined
}

function resolveConsent(value: unknown, consent: unknown, frame: Frame): unknown {
  return (isPlainObject(value) && value['consent']) || consent || frame.collectorConsent
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
  if (error instanceof CodeFault || error === protoKeyFound) throw error
  frame.errors.push({ message, error })
}

/** Mirrors `processMappingValue`: inside a list, the first *truthy* result wins, else the last one stands. */
function compileItem(config: unknown, place: Place): RunItem {
  if (!Array.isArray(config)) {
    const only = compileOperators(config, place)
    return (value, consent, frame) => {
      frame.turns += 2
      return only(value, consent, frame)
    }
  }
  const alternatives = config.map((item, index) => compileOperators(item, [...place, index]))
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

function compileOperators(config: unknown, place: Place): RunOperators {
  if (typeof config === 'string') return compileKeyOnly(config, place)
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
  if (Object.keys(config).length === 0) {
    return (_value, _consent, frame) => missing(frame, place, { kind: 'no-operator' })
  }
  return compileOperatorObject(config as Operators, place)
}

function compileKeyOnly(path: string, place: Place): RunOperators {
  if (path === '') {
    return (value, _consent, frame) => noted(frame, place, { kind: 'whole' }, castToProperty(value))
  }
  const read = compileReader(path)
  return (value, _consent, frame) => {
    const found = read(value)
    const property = castToProperty(found)
    if (frame.notes === null) return property
    if (property !== undefined) return noted(frame, place, { kind: 'path', path }, property)
    return missing(frame, place, found === undefined ? { kind: 'path', path } : { kind: 'rejected', path })
  }
}

/** Writes down where a value came from, if anybody asked. */
function noted(frame: Frame, place: Place, source: ValueSource, value: unknown): unknown {
  frame.notes?.fields.push({ place, target: [...frame.notes.target], source, missing: null, value })
  return value
}

function missing(frame: Frame, place: Place, reason: MissingReason): undefined {
  frame.notes?.fields.push({ place, target: [...frame.notes.target], source: null, missing: reason, value: undefined })
}

function compileOperatorObject(operators: Operators, place: Place): RunOperators {
  const { condition, consent: required, value: staticValue, validate } = operators
  const produce = compileSource(operators, place)
  const staticProperty = castToProperty(staticValue)
  // What is built of properties is one; only a static value that stands in for denied consent is never looked at.
  const isBuilt = !validate && Boolean(operators.loop || operators.map) && yieldsProperties(operators)
  return (value, consent, frame) => {
    const { notes } = frame
    if (condition && !call(condition, value, operators, consent, frame, 'mapping condition failed')) {
      return missing(frame, place, { kind: 'condition' })
    }
    if (required && !grantConsent(required, consent ?? undefined)) {
      if (notes === null) return staticValue
      const reason: MissingReason = { kind: 'consent', required: Object.keys(required) }
      if (staticValue === undefined) return missing(frame, place, reason)
      return noted(frame, place, { kind: 'static', because: reason }, staticValue)
    }
    const result = produce(value, consent, frame)
    const isValid = !validate || call(validate, result, operators, consent, frame, 'mapping validate failed')
    const property = !isValid ? undefined : isBuilt ? result : castToProperty(result)
    const final = property === undefined ? staticProperty : property
    if (notes !== null)
      tell(frame, place, operators, { input: value, result, property, final, isValid: Boolean(isValid) })
    return final
  }
}

/** Whether every part of a structure has been looked at when the structure is put together. */
function yieldsProperties(config: unknown): boolean {
  if (Array.isArray(config)) return config.every(yieldsProperties)
  if (!isPlainObject(config)) return true
  const { consent, value, loop, map, set, key, fn } = config as Operators
  if (consent && value !== undefined && castToProperty(value) === undefined) return false
  // A loop over no list keeps whatever came before it.
  if (loop && (!Array.isArray(loop) || !yieldsProperties(loop[0]) || !yieldsProperties(loop[1]))) return false
  if (map && !(isPlainObject(map) && Object.values(map).every(yieldsProperties))) return false
  if (set && !yieldsProperties(set)) return false
  return !(loop && (key || fn || value !== undefined))
}

interface Told {
  input: unknown
  result: unknown
  property: unknown
  final: unknown
  isValid: boolean
}

function tell(
  frame: Frame,
  place: Place,
  operators: Operators,
  { input, result, property, final, isValid }: Told,
): void {
  const reason = property === undefined ? whyMissing(operators, result, isValid) : null
  if (final === undefined) missing(frame, place, reason ?? { kind: 'rejected', path: null })
  else if (reason !== null) noted(frame, place, { kind: 'static', because: reason }, final)
  else noted(frame, place, sourceOf(operators, input, result), final)
}

function whyMissing({ key, fn, loop, map, set }: Operators, result: unknown, isValid: boolean): MissingReason {
  if (!isValid) return { kind: 'validate' }
  const path = typeof key === 'string' && key !== '' ? key : null
  if (result !== undefined || loop || map || set) return { kind: 'rejected', path }
  if (path !== null) return { kind: 'path', path }
  return fn ? { kind: 'function' } : { kind: 'no-operator' }
}

function sourceOf(operators: Operators, input: unknown, result: unknown): ValueSource {
  const { key, fn, loop, map, set, value } = operators
  if (loop && Array.isArray(result)) return { kind: 'loop', count: result.length }
  if (!loop && map) return { kind: 'map', count: Object.keys(result as object).length }
  if (!loop && !map && set) return { kind: 'set', count: (result as unknown[]).length }
  if (typeof key === 'string' && key !== '') {
    // A path that is not there reads the static value in its place.
    const isThere = readPath(input, splitPath(key)) !== undefined
    return isThere ? { kind: 'path', path: key } : { kind: 'static', because: { kind: 'path', path: key } }
  }
  if (fn) return { kind: 'function' }
  return value === undefined ? { kind: 'whole' } : { kind: 'static', because: null }
}

/** fn, then key in its place, then one of loop, map and set in theirs. */
function compileSource(operators: Operators, place: Place): RunItem {
  const base = compileBase(operators)
  if (operators.loop) return compileLoop(operators.loop, base, Boolean(operators.validate), [...place, 'loop'])
  if (operators.map) return afterBase(operators, base, compileMap(operators.map as object, [...place, 'map']))
  if (operators.set) return afterBase(operators, base, compileSet(operators.set, [...place, 'set']))
  return base
}

function compileBase(operators: Operators): RunItem {
  const { fn, key, value: staticValue } = operators
  const start: RunItem = staticValue === undefined ? (value) => value : () => staticValue
  const afterFn: RunItem = fn
    ? (value, consent, frame) => call(fn, value, operators, consent, frame, 'mapping fn failed')
    : start
  if (!key) return afterFn
  if (typeof key !== 'string') {
    return (value, consent, frame) => {
      afterFn(value, consent, frame)
      throw new TypeError('key.split is not a function')
    }
  }
  const readKey = compileReader(key, staticValue)
  const read: RunItem = (value) => readKey(value)
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

function compileLoop(loop: unknown, base: RunItem, isValidated: boolean, place: Place): RunItem {
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
  const runScope = compileValue(parts[0] === undefined ? {} : parts[0], [...place, 0])
  const runItem = compileValue(parts[1] === undefined ? {} : parts[1], [...place, 1])
  return (value, consent, frame) => {
    const earlier = base(value, consent, frame)
    let items: unknown
    if (isThis) items = [value]
    else {
      items = runScope(value, consent, frame)
      frame.turns += 1
    }
    // walkerOS keeps the earlier result for anything but an array: without fn, key or value that is the whole input.
    if (!Array.isArray(items)) return isValidated ? earlier : castToProperty(earlier)
    return runItems(items, runItem, consent, frame)
  }
}

/** All items side by side: the slowest decides how many turns they take. Items without a result are left out. */
function runItems(items: readonly unknown[], runItem: RunValue, consent: unknown, frame: Frame): unknown[] {
  const start = frame.turns
  const results: unknown[] = []
  let slowest = 0
  for (let index = 0; index < items.length; index++) {
    frame.turns = start
    frame.notes?.target.push(index)
    const result = runItem(items[index], consent, frame)
    frame.notes?.target.pop()
    if (frame.turns - start > slowest) slowest = frame.turns - start
    if (result !== undefined) results.push(result)
  }
  frame.turns = start + (items.length === 0 ? 1 : slowest + 2)
  return results
}

/** Runs a part of the output; its notes then know where they belong. */
function inside(frame: Frame, step: string | number, run: () => unknown): unknown {
  if (frame.notes === null) return run()
  frame.notes.target.push(step)
  try {
    return run()
  } finally {
    frame.notes.target.pop()
  }
}

function compileMap(map: object, place: Place): RunItem {
  const fields = Object.entries(map).map(([name, config]) => {
    const run = compileValue(config, [...place, name])
    const known = quickValues.get(run)
    const quick = known?.path ? { ...known.path, fallback: known.fallback } : null
    return { name, run, pick: known?.pick ?? null, quick }
  })
  // Two turns for each field, one at the end, and what a quick field always takes.
  const turns = fields.reduce((sum, { pick }) => sum + (pick === null ? 2 : 2 + quickTurns), 1)
  const generated = generateMap(
    // The turns of quick values are counted for the whole map at once.
    fields.map(({ pick, run, ...field }) => ({ ...field, run: pick === null ? run : (value: unknown) => pick(value) })),
    propertyOr,
  )
  return (value, consent, frame) => {
    if (frame.notes !== null) return runNotedMap(fields, value, consent, frame)
    if (generated !== null) {
      frame.turns += turns
      return generated(value, consent, frame)
    }
    const object: Record<string, unknown> = {}
    frame.turns += turns
    for (let index = 0; index < fields.length; index++) {
      const { name, run, pick } = fields[index] as (typeof fields)[number]
      const result = pick === null ? run(value, consent, frame) : pick(value)
      if (result !== undefined) object[name] = result
    }
    return object
  }
}

function runNotedMap(
  fields: readonly { name: string; run: RunValue }[],
  value: unknown,
  consent: unknown,
  frame: Frame,
): unknown {
  const object: Record<string, unknown> = {}
  for (const { name, run } of fields) {
    frame.turns += 1
    const result = inside(frame, name, () => run(value, consent, frame))
    frame.turns += 1
    if (result !== undefined) object[name] = result
  }
  frame.turns += 1
  return object
}

function compileSet(set: unknown, place: Place): RunItem {
  if (!Array.isArray(set)) {
    return () => {
      throw new TypeError('set.map is not a function')
    }
  }
  const items = set.map((item, index) => compileItem(item, [...place, index]))
  return (value, consent, frame) =>
    runTogether(frame, items.length, (index) =>
      inside(frame, index, () => (items[index] as RunItem)(value, consent, frame)),
    )
}

function call(
  callback: unknown,
  value: unknown,
  operators: Operators,
  consent: unknown,
  frame: Frame,
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
