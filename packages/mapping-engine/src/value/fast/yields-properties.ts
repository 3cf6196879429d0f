import { isPlainObject } from '../../path/is-plain-object.ts'
import { castToProperty } from '../cast-to-property.ts'
import type { Operators } from '../operators.ts'

/** Whether every part of a structure has been looked at when the structure is put together. */
export function yieldsProperties(config: unknown): boolean {
  if (Array.isArray(config)) return config.every(yieldsProperties)
  if (!isPlainObject(config)) return true
  const { consent, value, loop, map, set }: Operators = config
  if (consent && value !== undefined && castToProperty(value) === undefined) return false
  // What a loop over no list keeps is looked at there.
  if (Array.isArray(loop) && !yieldsProperties(loop[1])) return false
  if (map && !(isPlainObject(map) && Object.values(map).every(yieldsProperties))) return false
  return !set || yieldsProperties(set)
}
