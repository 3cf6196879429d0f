import type { Check } from '../check.ts'
import { rulesWith } from '../walk-config.ts'

/** `consent` on a rule is never evaluated; only values and the destination check it. */
export const ruleConsent: Check = {
  code: 'rule-consent',
  severity: 'warning',
  ofConfig({ config }) {
    const cause = '`consent` on a rule does nothing in walkerOS 4; only fields and the destination check it.'
    return rulesWith(config, 'consent').map((place) => ({
      place,
      cause,
      fix: { label: 'Remove it', edits: [{ place }] },
    }))
  },
}
