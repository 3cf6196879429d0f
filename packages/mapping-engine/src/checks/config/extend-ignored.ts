import type { Check } from '../check.ts'
import { rulesWith } from '../walk-config.ts'

/** `extend` builds on a mapping that a package ships. The Kafka destination ships none and never reads it. */
export const extendIgnored: Check = {
  code: 'extend-ignored',
  severity: 'warning',
  ofConfig({ config }) {
    const cause = '`extend` does nothing here, because the destination ships no mapping of its own.'
    return rulesWith(config, 'extend').map((place) => ({ place, cause }))
  },
}
