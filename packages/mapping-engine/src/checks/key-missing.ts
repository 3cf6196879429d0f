import type { Check } from './check.ts'
import { quote, stepOf } from './check.ts'

/** The key path is not in the event. */
export const keyMissing: Check = {
  code: 'key-missing',
  severity: 'warning',
  ofRun(run) {
    const key = stepOf(run, 'record')?.key
    if (key?.origin !== 'fallback' || !key.path || !key.place || key.found !== undefined) return []
    const { path, place } = key
    return [{ place, cause: `Key path ${quote(path)} is not in this event, so the key is the event name.` }]
  },
}
