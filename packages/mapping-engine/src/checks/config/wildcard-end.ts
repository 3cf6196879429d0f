import { memberOf } from '../../path/member-of.ts'
import { type Check, quote } from '../check.ts'
import { valuesOf } from '../walk-config.ts'

/** A path that ends in .* gives a list of empty places, which become null in JSON. */
export const wildcardEnd: Check = {
  code: 'wildcard-end',
  severity: 'warning',
  ofConfig({ config }) {
    return valuesOf(config).flatMap(({ config: value, place }) => {
      const path = typeof value === 'string' ? value : memberOf(value, 'key')
      return typeof path === 'string' && path.endsWith('.*')
        ? [
            {
              place,
              cause: `${quote(path)} gives a list of nulls; without the ${quote('.*')} it gives the list itself.`,
            },
          ]
        : []
    })
  },
}
