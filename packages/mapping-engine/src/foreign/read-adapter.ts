import { isPlainObject } from '../path/is-plain-object.ts'
import { memberOf } from '../path/member-of.ts'
import type { Adapter } from './tracker.ts'

/** An adapter that a person has written as JSON, or what is wrong with it in a sentence. */
export function readAdapter(text: string): { adapter: Adapter } | { error: string } {
  try {
    const json: unknown = JSON.parse(text)
    const names = memberOf(json, 'names') ?? {}
    const areTexts = isPlainObject(names) && Object.values(names).every((name) => typeof name === 'string')
    if (!isPlainObject(memberOf(json, 'map'))) return { error: 'An adapter needs `map`, the parts of the event.' }
    if (!areTexts) return { error: 'The `names` of an adapter are texts by text.' }
    return { adapter: json as Adapter }
  } catch (error) {
    return { error: `The adapter is not JSON: ${error instanceof Error ? error.message : error}` }
  }
}
