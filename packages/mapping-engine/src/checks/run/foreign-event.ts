import { recognise } from '../../foreign/recognise.ts'
import { isPlainObject } from '../../path/is-plain-object.ts'
import type { Check } from '../check.ts'

/** Other trackers have other names and other members for the same things; walkerOS refuses their events. */
export const foreignEvent: Check = {
  code: 'foreign-event',
  severity: 'error',
  ofRun({ event, outcome }) {
    if (outcome.kind !== 'failed' || outcome.reason !== 'invalid-name' || !isPlainObject(event)) return []
    const tracker = recognise(event)
    if (tracker === undefined) return []
    const help = 'Pasted as a sample it becomes an event of walkerOS, on the command line with `--as auto`.'
    return [{ place: [], cause: `This is ${tracker.title}. ${tracker.adapter === undefined ? 'Leave it out.' : help}` }]
  },
}
