import { isPlainObject } from '../path/is-plain-object.ts'
import { hasOrdinaryObjects, protoKeyFound } from '../path/proto-key.ts'

/**
 * The granted states, or false where consent is required and none of the required states is granted.
 * One granted state is enough; a requirement of `false` can never be granted. Mirrors `core/consent.ts`.
 */
export function grantConsent(
  required: unknown,
  state: unknown,
  individual: unknown = {},
): Record<string, true> | false {
  const granted = grantedOf(statesOf(state, individual))
  if (!required || Object.keys(required).length === 0) return granted
  for (const name in granted) if (Reflect.get(Object(required), name)) return granted
  return false
}

/** Whether `grantConsent(required, state)` grants, without the states: for requirements that are asked for each value. */
export function compileConsent(required: unknown): (state: unknown) => boolean {
  const names = isPlainObject(required) ? Object.keys(required).filter((name) => required[name]) : []
  if (names.length === 0) return (state) => grantConsent(required, state) !== false
  return (state) => {
    if (!isPlainObject(state)) return grantConsent(required, state) !== false
    for (const name of names) if (state[name] && Object.hasOwn(state, name)) return true
    return false
  }
}

let recent: Record<string, true> = {}
let recentNames: string[] = []

/**
 * The states that are granted. Nobody changes the object, and events in a row mostly have the same. With `for…in` V8 optimizes
 * this again and again: a member that is read by the name of the loop has no feedback to optimize with.
 */
function grantedOf(states: Record<string, unknown>): Record<string, true> {
  const names = Object.keys(states)
  let count = 0
  for (const name of names) {
    if (!states[name]) continue
    if (name === '__proto__' && hasOrdinaryObjects()) throw protoKeyFound
    if (recentNames[count++] !== name) return remember(names.filter((one) => states[one]))
  }
  return count === recentNames.length ? recent : remember(recentNames.slice(0, count))
}

function remember(names: string[]): Record<string, true> {
  recentNames = names
  recent = {}
  for (const name of names) recent[name] = true
  return recent
}

/** Both together, the individual ones winning; one alone where the other says nothing. */
function statesOf(state: unknown, individual: unknown): Record<string, unknown> {
  if (isEmpty(state) && isPlainObject(individual)) return individual
  if (isEmpty(individual) && isPlainObject(state)) return state
  return Object.assign({}, state, individual)
}

function isEmpty(state: unknown): boolean {
  if (state === undefined || state === null) return true
  if (typeof state !== 'object') return false
  for (const _name in state) return false
  return true
}
