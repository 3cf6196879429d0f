import type { Check } from '../check.ts'
import { rulesOf } from '../walk-config.ts'

/** An empty rule name does not rename the event, but makes the key of its record empty. */
export const ruleNameEmpty: Check = {
  code: 'rule-name-empty',
  severity: 'warning',
  ofConfig({ config }) {
    return rulesOf(config)
      .filter(({ rule }) => rule['name'] === '')
      .map(({ place }) => ({
        place: [...place, 'name'],
        cause: 'An empty name does not rename the event, but makes its key empty.',
        fix: { label: 'Remove it', edits: [{ place: [...place, 'name'] }] },
      }))
  },
}
