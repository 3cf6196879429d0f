import { isPlainObject } from '../../path/is-plain-object.ts'
import { memberOf } from '../../path/member-of.ts'
import { type Check, quote } from '../check.ts'
import { rulesOf } from '../walk-config.ts'

/** A policy path through __proto__ changes every object of the process. */
export const policyPrototype: Check = {
  code: 'policy-prototype',
  severity: 'error',
  ofConfig({ config }) {
    const policies = [{ policy: memberOf(config, 'policy'), place: ['policy'] as (string | number)[] }]
    for (const { rule, place } of rulesOf(config))
      policies.push({ policy: rule['policy'], place: [...place, 'policy'] })
    return policies.flatMap(({ policy, place }) =>
      Object.keys(isPlainObject(policy) ? policy : {})
        .filter((path) => path.split('.').includes('__proto__'))
        .map((path) => ({
          place: [...place, path],
          cause: `${quote(path)} writes into the prototype of all objects; the preview does not do that.`,
        })),
    )
  },
}
