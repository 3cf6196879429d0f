import type { Place } from '@mapping-designer/shared-types'
import { compileConsent } from '../event/grant-consent.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { compileReader } from '../path/read-path.ts'
import { type Semantics, semanticsOf } from '../runtime/differences.ts'
import { provenVersion } from '../runtime/versions.ts'
import { call, log } from './call.ts'
import { castToProperty } from './cast-to-property.ts'
import { faultOf } from './code-function.ts'
import { compileFastMap, compileFastMapValue, type FastMap, mapFields } from './fast/fast-map.ts'
import { compileQuick } from './fast/quick-value.ts'
import { yieldsProperties } from './fast/yields-properties.ts'
import { type Frame, type MissingReason, type ResolveConsent, type RunValue, runConcurrently } from './frame.ts'
import { atTarget, noteMissing, noteResult, noteValue, runNotedMap } from './notes.ts'
import { isOnlyMap, type Operators } from './operators.ts'

const proven = semanticsOf(provenVersion)

/** Mirrors `processMappingValue` of one mapping; it may throw what that rejects with. */
type RunItem = (value: unknown, consent: unknown, frame: Frame) => unknown

/** Mirrors one callback in walkerOS' reduce over nested lists. */
type RunOperators = RunItem

/**
 * Compiles a mapping value (a path, an object of operators, or a list of which the first defined result wins). The
 * place is where it stands in the config, as notes tell it. Mirrors `core/mapping.ts getMappingValue`, which logs what goes wrong inside
 * and goes on with undefined.
 */
export function compileValue(config: unknown, place: Place = [], semantics: Semantics = proven): RunValue {
  if (Array.isArray(config)) return compileAlternatives(config, place, semantics)
  if (isOnlyMap(config)) {
    const map = compileMap(config.map, [...place, 'map'], semantics)
    const resolveConsent = consentResolver(semantics)
    const slow = logged(asItem(compileOperatorObject(config, place, semantics, map.run)), resolveConsent)
    return compileFastMapValue(config, map.fast, slow, resolveConsent) ?? slow
  }
  const slow = logged(compileItem(config, place, semantics), consentResolver(semantics))
  return compileQuick(config, slow) ?? slow
}

function compileAlternatives(configs: readonly unknown[], place: Place, semantics: Semantics): RunValue {
  const items = configs.map((config, index) => compileItem(config, [...place, index], semantics))
  const resolveConsent = consentResolver(semantics)
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

/** Whose consent counts: up to 4.7.0 that of an item of a loop replaces that of the event. */
function consentResolver({ loopKeepsConsent }: Semantics): ResolveConsent {
  const ofValue = (value: unknown): unknown => isPlainObject(value) && value['consent']
  return loopKeepsConsent
    ? (value, consent, frame) => consent || ofValue(value) || frame.collectorConsent
    : (value, consent, frame) => ofValue(value) || consent || frame.collectorConsent
}

function logged(item: RunItem, resolveConsent: ResolveConsent): RunValue {
  return (value, consent, frame) =>
    value === undefined ? undefined : runLogged(item, value, resolveConsent(value, consent, frame), frame)
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

/** Mirrors `processMappingValue`: inside a list, the first *truthy* result wins, else the last one stands. */
function compileItem(config: unknown, place: Place, semantics: Semantics): RunItem {
  if (!Array.isArray(config)) {
    return asItem(compileOperators(config, place, semantics))
  }
  const alternatives = config.map((item, index) => compileOperators(item, [...place, index], semantics))
  return (value, consent, frame) => {
    let result: unknown
    // One turn for each alternative, those after one that throws too, and one at the end.
    let waiting = Math.max(alternatives.length, 1)
    try {
      for (const alternative of alternatives) {
        waiting--
        frame.turns += 1
        if (!result) result = alternative(value, consent, frame)
      }
    } finally {
      frame.turns += waiting + 1
    }
    return result
  }
}

function asItem(run: RunOperators): RunItem {
  return (value, consent, frame) => {
    frame.turns += 2
    return run(value, consent, frame)
  }
}

function compileOperators(config: unknown, place: Place, semantics: Semantics): RunOperators {
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
    return (_value, _consent, frame) => noteMissing(frame, place, { kind: 'no-operator' })
  }
  return compileOperatorObject(config, place, semantics)
}

function compileKeyOnly(path: string, place: Place): RunOperators {
  if (path === '') {
    return (value, _consent, frame) => {
      const property = castToProperty(value)
      if (property === undefined) return noteMissing(frame, place, { kind: 'rejected', path: null })
      return noteValue(frame, place, { kind: 'whole' }, property)
    }
  }
  const read = compileReader(path)
  return (value, _consent, frame) => {
    const found = read(value)
    const property = castToProperty(found)
    if (frame.notes === null) return property
    if (property !== undefined) return noteValue(frame, place, { kind: 'path', path }, property)
    return noteMissing(frame, place, found === undefined ? { kind: 'path', path } : { kind: 'rejected', path })
  }
}

function compileOperatorObject(
  operators: Operators,
  place: Place,
  semantics: Semantics,
  produce: RunItem = compileSource(operators, place, semantics),
): RunOperators {
  const { condition, consent: required, value: staticValue, validate } = operators
  const isGranted = required ? compileConsent(required) : null
  const states = required ? Object.keys(required) : []
  const staticProperty = castToProperty(staticValue)
  // What is built of properties is one; only a static value that stands in for denied consent is never looked at.
  const isBuilt = !validate && Boolean(operators.loop || operators.map) && yieldsProperties(operators)
  return (value, consent, frame) => {
    const { notes } = frame
    if (condition && !call(condition, value, operators, consent, frame, 'mapping condition failed')) {
      return noteMissing(frame, place, { kind: 'condition' })
    }
    if (isGranted !== null && !isGranted(consent ?? undefined)) {
      if (notes === null) return staticValue
      const reason: MissingReason = { kind: 'consent', required: states }
      if (staticValue === undefined) return noteMissing(frame, place, reason)
      return noteValue(frame, place, { kind: 'static', because: reason }, staticValue)
    }
    const result = produce(value, consent, frame)
    const isValid = !validate || call(validate, result, operators, consent, frame, 'mapping validate failed')
    const property = !isValid ? undefined : isBuilt ? result : castToProperty(result)
    const final = property === undefined ? staticProperty : property
    if (notes !== null)
      noteResult(frame, place, operators, { input: value, result, property, final, isValid: Boolean(isValid) })
    return final
  }
}

/** fn, then key in its place, then one of loop, map and set in theirs; from 4.7 the last of these alone. */
function compileSource(operators: Operators, place: Place, semantics: Semantics): RunItem {
  const { loop, map, set } = operators
  if (semantics.hasOneProducer) {
    if (loop) return compileLoop(operators, null, [...place, 'loop'], semantics)
    if (map) return compileMap(map, [...place, 'map'], semantics).run
    if (set) return compileSet(set, [...place, 'set'], semantics)
    return compileBase(operators.key ? { ...operators, fn: undefined } : operators)
  }
  const base = compileBase(operators)
  if (loop) return compileLoop(operators, base, [...place, 'loop'], semantics)
  if (map) return afterBase(operators, base, compileMap(map, [...place, 'map'], semantics).run)
  if (set) return afterBase(operators, base, compileSet(set, [...place, 'set'], semantics))
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

function compileLoop(operators: Operators, base: RunItem | null, place: Place, semantics: Semantics): RunItem {
  const { loop, validate } = operators
  let parts: [unknown, unknown]
  try {
    const [scope, item] = loop as Iterable<unknown>
    parts = [scope, item]
  } catch (error) {
    return (value, consent, frame) => {
      base?.(value, consent, frame)
      throw error
    }
  }
  const isThis = parts[0] === 'this'
  // A missing scope or item mapping is an empty object for walkerOS, which gives nothing.
  const runScope = compileValue(parts[0] === undefined ? {} : parts[0], [...place, 0], semantics)
  const runItem = compileValue(parts[1] === undefined ? {} : parts[1], [...place, 1], semantics)
  return (value, consent, frame) => {
    const earlier = base?.(value, consent, frame)
    let items: unknown
    if (isThis) items = [value]
    else {
      items = runScope(value, consent, frame)
      frame.turns += 1
    }
    // Up to 4.6 the earlier result stays for anything but an array: without fn, key or value that is the whole input.
    if (!Array.isArray(items)) return semantics.loopNeedsList ? undefined : validate ? earlier : castToProperty(earlier)
    return runItems(items, runItem, consent, frame)
  }
}

/** All items side by side: the slowest decides how many turns they take. Items without a result are left out. */
function runItems(items: readonly unknown[], runItem: RunValue, consent: unknown, frame: Frame): unknown[] {
  const { notes, isConcurrent } = frame
  const start = frame.turns
  const results: unknown[] = []
  let slowest = 0
  frame.isConcurrent ||= items.length > 1
  for (let index = 0; index < items.length; index++) {
    frame.turns = start
    if (notes !== null) notes.target.push(index)
    const result = runItem(items[index], consent, frame)
    if (notes !== null) notes.target.pop()
    if (frame.turns - start > slowest) slowest = frame.turns - start
    if (result !== undefined) results.push(result)
  }
  frame.isConcurrent = isConcurrent
  frame.turns = start + (items.length === 0 ? 1 : slowest + 2)
  return results
}

function compileMap(map: NonNullable<unknown>, place: Place, semantics: Semantics): { run: RunItem; fast: FastMap } {
  const fields = mapFields(map, (config, name) => compileValue(config, [...place, name], semantics))
  const fast = compileFastMap(fields)
  return {
    fast,
    run: (value, consent, frame) =>
      frame.notes === null ? fast.run(value, consent, frame) : runNotedMap(fields, value, consent, frame),
  }
}

function compileSet(set: unknown, place: Place, semantics: Semantics): RunItem {
  if (!Array.isArray(set)) {
    return () => {
      throw new TypeError('set.map is not a function')
    }
  }
  const items = set.map((item, index) => compileItem(item, [...place, index], semantics))
  return (value, consent, frame) =>
    runConcurrently(frame, items, (run, index) => atTarget(frame, index, () => run(value, consent, frame)))
}
