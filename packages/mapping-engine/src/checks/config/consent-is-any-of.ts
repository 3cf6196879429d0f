import { isPlainObject } from '../../path/is-plain-object.ts'
import { memberOf } from '../../path/member-of.ts'
import { type Check, quote } from '../check.ts'

/** Several consent states in one requirement mean any of them, not all of them. */
export const consentIsAnyOf: Check = {
  code: 'consent-is-any-of',
  severity: 'hint',
  ofConfig({ config }) {
    const required = memberOf(config, 'consent')
    const names = Object.keys(isPlainObject(required) ? required : {})
    return names.length < 2
      ? []
      : [{ place: ['consent'], cause: `Any one of ${names.map(quote).join(', ')} is enough, not all of them.` }]
  },
}
