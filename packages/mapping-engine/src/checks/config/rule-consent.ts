import type { Check } from '../check.ts'
import { rulesOf } from '../walk-config.ts'

/** `consent` on a rule is never evaluated; only values and the destination check it. */
export const ruleConsent: Check = {
  code: 'rule-consent',
  severity: 'warning',
  ofConfig({ config }) {
    return rulesOf(config)
      .filter(({ rule }) => rule['consent'] !== undefined)
      .map(({ place }) => ({
        place: [...place, 'consent'],
        cause: '`consent` on a rule does nothing in walkerOS 4; only fields and the destination check it.',
        fix: { label: 'Remove it', edits: [{ place: [...place, 'consent'] }] },
      }))
  },
}
