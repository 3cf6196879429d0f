import { isPlainObject } from '../../path/is-plain-object.ts'
import { type Check, quote } from '../check.ts'
import { everywhere } from '../walk-config.ts'

/** A policy path through __proto__ changes every object of the process. */
export const policyPrototype: Check = {
  code: 'policy-prototype',
  severity: 'error',
  ofConfig({ config }) {
    return everywhere(config, 'policy').flatMap(({ value, place }) =>
      Object.keys(isPlainObject(value) ? value : {})
        .filter((path) => path.split('.').includes('__proto__'))
        .map((path) => ({
          place: [...place, path],
          cause: `${quote(path)} writes into the prototype of all objects; the preview does not do that.`,
        })),
    )
  },
}
