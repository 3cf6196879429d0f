import { isPlainObject } from '../../path/is-plain-object.ts'
import type { Check } from '../check.ts'
import { rulesOf } from '../walk-config.ts'

/** Alternatives are tried in order; what follows one without a condition is never reached. */
export const unreachableRule: Check = {
  code: 'unreachable-rule',
  severity: 'warning',
  ofConfig({ config }) {
    return rulesOf(config).flatMap(({ place, alternatives, index }) => {
      const first = alternatives.findIndex((rule) => isPlainObject(rule) && !rule['condition'])
      if (first === -1 || index <= first) return []
      return [{ place, cause: `This alternative is never reached, because number ${first + 1} has no condition.` }]
    })
  },
}
