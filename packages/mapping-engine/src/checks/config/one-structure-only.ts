import { isPlainObject } from '../../path/is-plain-object.ts'
import { type Check, quote } from '../check.ts'
import { valuesOf } from '../walk-config.ts'

/** Of loop, map and set in one value only the first present is used, in this order. */
export const oneStructureOnly: Check = {
  code: 'one-structure-only',
  severity: 'warning',
  ofConfig({ config }) {
    return valuesOf(config).flatMap(({ config: value, place }) => {
      const present = ['loop', 'map', 'set'].filter((name) => isPlainObject(value) && value[name])
      return present.length < 2
        ? []
        : [
            {
              place,
              cause: `Only ${quote(present[0])} is used, ${present.slice(1).map(quote).join(' and ')} is ignored.`,
            },
          ]
    })
  },
}
