import { isPlainObject } from '../../path/is-plain-object.ts'
import { type Check, quote, stepOf } from '../check.ts'

/** `include` adds to mapped data that is an object. With a text or a list as data it is dropped. */
export const includeDropped: Check = {
  code: 'include-dropped',
  severity: 'warning',
  ofRun(run) {
    const data = stepOf(run, 'data')
    if (!data || data.include.length === 0 || data.value === undefined || isPlainObject(data.value)) return []
    return [
      {
        place: data.place ?? ['include'],
        cause: `The data is ${quote(data.value)} and not an object, so what ${quote('include')} adds is dropped.`,
      },
    ]
  },
}
