import type { Place } from '@mapping-designer/shared-types'

export const codePrefix = '$code:'

/** Thrown where a preview would have to run a `$code:` function that nobody can run here. */
export class CodeNotRun extends Error {
  readonly place: Place
  constructor(place: Place) {
    super('The function was not run')
    this.place = place
  }
}

const notRunnable = new WeakMap<object, Place>()

/** Turns the source behind `$code:` into what the bundled flow would hold at this place. */
export type CodePort = (source: string, place: Place) => unknown

/** The port of an engine that runs no code: whoever touches the result throws CodeNotRun. */
export const refuseCode: CodePort = (_source, place) => {
  const refuse = () => {
    throw new CodeNotRun(place)
  }
  notRunnable.set(refuse, place)
  return refuse
}

/** The place of the `$code:` string that this value stands for, if it could not be run. */
export function placeOfRefusedCode(value: unknown): Place | undefined {
  return typeof value === 'function' ? notRunnable.get(value) : undefined
}

/** A copy of a config in which each `$code:` string is what the port makes of it; the rest is shared. */
export function reviveCode(value: unknown, code: CodePort, place: Place = []): unknown {
  if (typeof value === 'string') {
    return value.startsWith(codePrefix) ? code(value.slice(codePrefix.length), place) : value
  }
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const items = value.map((item, index) => reviveCode(item, code, [...place, index]))
    return items.some((item, index) => item !== value[index]) ? items : value
  }
  const entries = Object.entries(value).map(([key, item]) => [key, reviveCode(item, code, [...place, key])] as const)
  const hasChanged = entries.some(([key, item]) => item !== (value as Record<string, unknown>)[key])
  return hasChanged ? Object.fromEntries(entries) : value
}

/** The first refused function anywhere inside a value. */
export function findRefusedCode(value: unknown): Place | undefined {
  const own = placeOfRefusedCode(value)
  if (own !== undefined || typeof value !== 'object' || value === null) return own
  for (const item of Object.values(value)) {
    const found = findRefusedCode(item)
    if (found !== undefined) return found
  }
  return undefined
}
