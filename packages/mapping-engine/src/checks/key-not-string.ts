import type { Check } from './check.ts'
import { quote, stepOf } from './check.ts'

/** The key path gives something that is no filled string, and walkerOS takes the event name without a word. */
export const keyNotString: Check = {
  code: 'key-not-string',
  severity: 'warning',
  ofRun(run) {
    const key = stepOf(run, 'record')?.key
    if (key?.origin !== 'fallback' || !key.path || !key.place || key.found === undefined) return []
    const fallback = 'record' in run.outcome ? run.outcome.record.key : ''
    const { path, place, found } = key
    return [
      {
        place,
        cause: `Key path ${quote(path)} gives ${kindOf(found)}, so the key falls back to ${quote(fallback)}.`,
      },
    ]
  },
}

function kindOf(value: unknown): string {
  if (value === '') return 'an empty text'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  return `the ${typeof value} ${quote(value)}`
}
