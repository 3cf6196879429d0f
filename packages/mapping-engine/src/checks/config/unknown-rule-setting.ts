import { type Check, quote } from '../check.ts'
import { objectAt, rulesOf } from '../walk-config.ts'

/**
 * Of the settings of a rule, the Kafka destination reads topic and key alone. Rules copied from other destinations
 * carry more, and their events go out whole.
 */
export const unknownRuleSetting: Check = {
  code: 'unknown-rule-setting',
  severity: 'warning',
  ofConfig({ config }) {
    return rulesOf(config).flatMap(({ rule, place }) =>
      Object.keys(objectAt(rule, 'settings'))
        .filter((name) => name !== 'topic' && name !== 'key')
        .map((name) => ({
          place: [...place, 'settings', name],
          cause: `The Kafka destination reads topic and key of a rule's settings, not ${quote(name)}.`,
        })),
    )
  },
}
