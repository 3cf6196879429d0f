import type { Check } from '../check.ts'
import { rulesOf } from '../walk-config.ts'

/** `silent` on a rule has no effect in the Kafka destination: the event is sent. */
export const ruleSilent: Check = {
  code: 'rule-silent',
  severity: 'hint',
  ofConfig({ config }) {
    return rulesOf(config)
      .filter(({ rule }) => rule['silent'])
      .map(({ place }) => ({
        place: [...place, 'silent'],
        cause: '`silent` has no effect here, the event is sent; use `ignore`.',
      }))
  },
}
