import { isPlainObject } from '../../path/is-plain-object.ts'
import { valueAt } from '../../path/value-at.ts'
import { personalKind } from '../../record/personal-kind.ts'
import { type Check, quote, stepOf } from '../check.ts'

/** A mapped field that looks personal and asks for no consent leaves for every event. */
export const personalValue: Check = {
  code: 'personal-value',
  severity: 'warning',
  ofRun(run) {
    const gate =
      isPlainObject(run.config) && isPlainObject(run.config['consent']) && Object.keys(run.config['consent']).length > 0
    if (run.outcome.kind !== 'message' || gate) return []
    return (stepOf(run, 'data')?.fields ?? []).flatMap(({ place, target, value, source }) => {
      const config = valueAt(run.config, place)
      const asks = isPlainObject(config) && config['consent'] !== undefined
      const kind = source === null || asks ? null : personalKind(value)
      return kind === null
        ? []
        : [{ place, cause: `${quote(target.join('.'))} looks like ${kind} and asks for no consent.` }]
    })
  },
}
