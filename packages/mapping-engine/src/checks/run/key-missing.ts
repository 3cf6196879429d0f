import { whyUnreachable } from '../../path/unreachable-keys.ts'
import { type Check, quote, stepOf } from '../check.ts'

/** A key path that is not in the event makes the event name the key. */
export const keyMissing: Check = {
  code: 'key-missing',
  severity: 'warning',
  ofRun(run) {
    const key = stepOf(run, 'record')?.key
    if (key?.origin !== 'fallback' || !key.path || !key.place || key.found !== undefined) return []
    const why = whyUnreachable(stepOf(run, 'data')?.event ?? run.event, key.path)
    const start = why === '' ? 'is not in this event' : 'reaches nothing'
    return [{ place: key.place, cause: `Key path ${quote(key.path)} ${start}, so the key is the event name.${why}` }]
  },
}
