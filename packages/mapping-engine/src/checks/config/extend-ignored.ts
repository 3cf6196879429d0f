import type { Check } from '../check.ts'
import { rulesOf } from '../walk-config.ts'

/** `extend` builds on a mapping that a package ships. The Kafka destination ships none and never reads it. */
export const extendIgnored: Check = {
  code: 'extend-ignored',
  severity: 'warning',
  ofConfig({ config }) {
    return rulesOf(config)
      .filter(({ rule }) => rule['extend'] !== undefined)
      .map(({ place }) => ({
        place: [...place, 'extend'],
        cause: '`extend` does nothing here, because the destination ships no mapping of its own.',
      }))
  },
}
