import { isPlainObject } from '../path/is-plain-object.ts'
import { type Check, quote } from './check.ts'
import { valuesOf } from './walk-config.ts'

export const consentFalse: Check = {
  code: 'consent-false',
  severity: 'error',
  about: 'A consent requirement of false can never be granted.',
  ofConfig({ config }) {
    const own = {
      required: isPlainObject(config) ? config['consent'] : undefined,
      place: ['consent'] as (string | number)[],
    }
    const inside = valuesOf(config).map(({ config: value, place }) => ({
      required: isPlainObject(value) ? value['consent'] : undefined,
      place: [...place, 'consent'],
    }))
    return [own, ...inside].flatMap(({ required, place }) =>
      Object.entries(isPlainObject(required) ? required : {})
        .filter(([, state]) => state === false)
        .map(([name]) => ({
          place: [...place, name],
          cause: `The requirement ${quote(`${name}: false`)} can never be granted.`,
        })),
    )
  },
}
