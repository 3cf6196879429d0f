import { kafkaSettingsOf } from '../../record/kafka-settings.ts'
import { markedPersonal, personalFinder, personalInWords } from '../../record/personal-field.ts'
import { type Check, quote } from '../check.ts'
import { objectAt } from '../walk-config.ts'

/** Headers are read by every tool on the way: an address does not belong there. */
export const personalHeader: Check = {
  code: 'personal-header',
  severity: 'warning',
  ofConfig({ config, step }) {
    const personalAt = personalFinder(markedPersonal(step))
    return Object.entries(objectAt(kafkaSettingsOf(config), 'headers')).flatMap(([name, value]) => {
      const personal = personalAt(`header ${name}`, value)
      if (personal === null) return []
      const place = ['settings', 'kafka', 'headers', name]
      return [{ place, cause: `Header ${quote(name)} ${personalInWords(personal)}.` }]
    })
  },
}
