import type { Place } from '@mapping-designer/shared-types'
import { isPlainObject } from '../../path/is-plain-object.ts'
import { memberOf } from '../../path/member-of.ts'
import { type Check, quote } from '../check.ts'
import { valuesOf } from '../walk-config.ts'

/** A consent requirement of false can never be granted. */
export const consentFalse: Check = {
  code: 'consent-false',
  severity: 'error',
  ofConfig({ config }) {
    const own: { required: unknown; place: Place } = { required: memberOf(config, 'consent'), place: ['consent'] }
    const inside = valuesOf(config).flatMap(({ config: value, place }) =>
      isPlainObject(value) && value['consent'] ? [{ required: value['consent'], place: [...place, 'consent'] }] : [],
    )
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
