import { kafkaSettingsOf } from '../../record/kafka-settings.ts'
import { personalKind } from '../../record/personal-kind.ts'
import { type Check, quote } from '../check.ts'
import { objectAt } from '../walk-config.ts'

/** Headers are read by every tool on the way: an address does not belong there. */
export const personalHeader: Check = {
  code: 'personal-header',
  severity: 'warning',
  ofConfig({ config }) {
    return Object.entries(objectAt(kafkaSettingsOf(config), 'headers')).flatMap(([name, value]) => {
      const kind = personalKind(value)
      return kind === null
        ? []
        : [{ place: ['settings', 'kafka', 'headers', name], cause: `Header ${quote(name)} looks like ${kind}.` }]
    })
  },
}
