import { isPlainObject } from '../../path/is-plain-object.ts'
import { valueAt } from '../../path/value-at.ts'
import { type Check, quote, stepOf } from '../check.ts'

/** Up to walkerOS 4.6 a loop over something that is no list keeps the input instead: the field gets the whole event. */
export const loopMissing: Check = {
  code: 'loop-missing',
  severity: 'warning',
  ofRun(run) {
    const data = stepOf(run, 'data')
    return (data?.fields ?? []).flatMap(({ place, source }) => {
      if (source?.kind !== 'whole') return []
      const config = valueAt(run.config, place)
      const scope = isPlainObject(config) && Array.isArray(config['loop']) ? config['loop'][0] : undefined
      if (scope === undefined) return []
      return [
        {
          place,
          cause: `${quote(scope)} is no list in this event, so ${quote(String(place.at(-1)))} gets the whole event.`,
          fix: { label: 'Use an empty list', edits: [{ place: [...place, 'value'], value: [] }] },
        },
      ]
    })
  },
}
