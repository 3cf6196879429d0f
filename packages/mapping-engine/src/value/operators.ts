import { isPlainObject } from '../path/is-plain-object.ts'

/** The operators of a mapping value; every other key of one is ignored by walkerOS. */
export const operatorNames = ['condition', 'consent', 'fn', 'key', 'loop', 'map', 'set', 'validate', 'value'] as const

/** A value that is a map and nothing else. */
export interface OnlyMap {
  map: Record<string, unknown>
}

export function isOnlyMap(config: unknown): config is OnlyMap {
  return isPlainObject(config) && Object.keys(config).length === 1 && isPlainObject(config['map'])
}

/** The operators of a mapping value, as a config may hold them. */
export type Operators = { [Name in (typeof operatorNames)[number]]?: unknown }

const slowOperators = operatorNames.filter((name) => name !== 'key' && name !== 'value')

/** A value that is a path, a static value or both, and nothing else. */
export function isPathOrStatic(config: unknown): config is Operators {
  if (!isPlainObject(config)) return false
  const operators: Operators = config
  if (slowOperators.some((name) => operators[name])) return false
  const { key, value } = operators
  return typeof key === 'string' && key !== '' ? true : !key && value !== undefined
}
