import { type Check, quote } from '../check.ts'
import { nearest } from '../nearest.ts'
import { rulesOf } from '../walk-config.ts'

/** walkerOS ignores a key of a rule that it does not know. */
export const unknownRuleKey: Check = {
  code: 'unknown-rule-key',
  severity: 'warning',
  ofConfig({ config }) {
    return rulesOf(config).flatMap(({ rule, place }) =>
      Object.keys(rule)
        .filter((name) => !known.includes(name))
        .map((name) => {
          const similar = nearest(name, known)
          const advice = similar === undefined ? '' : ` Did you mean ${quote(similar)}?`
          return { place: [...place, name], cause: `${quote(name)} means nothing in a rule.${advice}` }
        }),
    )
  },
}

const known = [
  'name',
  'settings',
  'condition',
  'data',
  'policy',
  'include',
  'remove',
  'ignore',
  'silent',
  'consent',
  'batch',
  'extend',
  'id',
]
