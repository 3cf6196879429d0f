import { isPlainObject } from '../path/is-plain-object.ts'
import { type Check, quote } from './check.ts'

export const consentIsAnyOf: Check = {
  code: 'consent-is-any-of',
  severity: 'hint',
  about: 'Several consent states in one requirement mean any of them, not all of them.',
  ofConfig({ config }) {
    const required = isPlainObject(config) ? config['consent'] : undefined
    const names = Object.keys(isPlainObject(required) ? required : {})
    return names.length < 2
      ? []
      : [{ place: ['consent'], cause: `Any one of ${names.map(quote).join(', ')} is enough, not all of them.` }]
  },
}
