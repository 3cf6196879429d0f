import { isPlainObject } from '../../path/is-plain-object.ts'
import { type Check, quote, stepOf } from '../check.ts'

/**
 * `data` of the destination is merged with the data of a rule only if both are objects; otherwise the rule wins,
 * even with nothing.
 */
export const configDataLost: Check = {
  code: 'config-data-lost',
  severity: 'warning',
  ofRun(run) {
    const data = stepOf(run, 'data')
    const hasOwn = isPlainObject(run.config) && isPlainObject(run.config['data'])
    if (!hasOwn || !data?.place || data.place[0] !== 'mapping' || isPlainObject(data.value)) return []
    return [
      {
        place: data.place,
        cause: `The data of the rule is ${quote(data.value)}, so the data of the destination is lost too.`,
      },
    ]
  },
}
