import type { Check } from './check.ts'
import { rulesOf } from './walk-config.ts'

export const ruleNameEmpty: Check = {
  code: 'rule-name-empty',
  severity: 'warning',
  about: 'An empty rule name does not rename the event, but makes the key of its record empty.',
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
