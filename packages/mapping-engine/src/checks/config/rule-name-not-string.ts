import { type Check, quote } from '../check.ts'
import { rulesOf } from '../walk-config.ts'

/**
 * A rule name must be a text. Anything else becomes the name of the event, and without a usable key path the push
 * fails.
 */
export const ruleNameNotString: Check = {
  code: 'rule-name-not-string',
  severity: 'error',
  ofConfig({ config }) {
    return rulesOf(config)
      .filter(({ rule }) => rule['name'] && typeof rule['name'] !== 'string')
      .map(({ rule, place }) => ({
        place: [...place, 'name'],
        cause: `The name of a rule must be a text; ${quote(rule['name'])} becomes the event name as it is.`,
      }))
  },
}
