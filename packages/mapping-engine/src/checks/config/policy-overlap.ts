import { isPlainObject } from '../../path/is-plain-object.ts'
import { memberOf } from '../../path/member-of.ts'
import { type Check, quote } from '../check.ts'
import { rulesOf } from '../walk-config.ts'

/**
 * Entries of a policy all read the original event and are written as they finish. Where two paths overlap, the
 * later one wins, whatever their order in the file.
 */
export const policyOverlap: Check = {
  code: 'policy-overlap',
  severity: 'warning',
  ofConfig({ config }) {
    const policies = [{ policy: memberOf(config, 'policy'), place: ['policy'] as (string | number)[] }]
    for (const { rule, place } of rulesOf(config))
      policies.push({ policy: rule['policy'], place: [...place, 'policy'] })
    return policies.flatMap(({ policy, place }) => {
      const paths = Object.keys(isPlainObject(policy) ? policy : {})
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
