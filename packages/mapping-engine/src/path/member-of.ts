import { isPlainObject } from './is-plain-object.ts'

/** What stands under some keys, one inside the other, in data that nobody has checked; undefined where one of them is missing. */
export function memberOf(value: unknown, ...keys: string[]): unknown {
  let found = value
  for (const key of keys) {
    if (!isPlainObject(found)) return undefined
    found = found[key]
  }
  return found
}
