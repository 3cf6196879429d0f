import { isPlainObject } from '../path/is-plain-object.ts'

/**
 * The granted states, or false where consent is required and none of the required states is granted.
 * One granted state is enough; a requirement of `false` can never be granted. Mirrors `core/consent.ts`.
 */
export function grantConsent(
  required: unknown,
  state: unknown,
  individual: unknown = {},
): Record<string, true> | false {
  const wanted = required as Record<string, unknown> | undefined
  const granted: Record<string, true> = {}
  let isGranted = !wanted || Object.keys(wanted).length === 0
  const states = statesOf(state, individual)
  for (const name in states) {
    if (!states[name] || !Object.hasOwn(states, name)) continue
    granted[name] = true
    if (wanted?.[name]) isGranted = true
  }
  return isGranted ? granted : false
}

/** Both together, the individual ones winning; one alone where the other says nothing. */
function statesOf(state: unknown, individual: unknown): Record<string, unknown> {
  if (isEmpty(state) && isPlainObject(individual)) return individual
  return { ...(state as object), ...(individual as object) }
}

function isEmpty(state: unknown): boolean {
  if (state === undefined || state === null) return true
  if (typeof state !== 'object') return false
  for (const _name in state) return false
  return true
}
