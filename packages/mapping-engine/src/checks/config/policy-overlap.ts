import { isPlainObject } from '../../path/is-plain-object.ts'
import { type Check, quote } from '../check.ts'
import { everywhere } from '../walk-config.ts'

/**
 * Entries of a policy all read the original event and are written as they finish. Where two paths overlap, the
 * later one wins, whatever their order in the file.
 */
export const policyOverlap: Check = {
  code: 'policy-overlap',
  severity: 'warning',
  ofConfig({ config }) {
    return everywhere(config, 'policy').flatMap(({ value, place }) => {
      const paths = Object.keys(isPlainObject(value) ? value : {})
      return paths.flatMap((path) => {
        const inside = paths.find((other) => other.startsWith(`${path}.`))
        return inside === undefined
          ? []
          : [
              {
                place: [...place, inside],
                cause: `${quote(inside)} lies inside ${quote(path)} of the same policy, and which one is written last depends on how long each takes.`,
              },
            ]
      })
    })
  },
}
