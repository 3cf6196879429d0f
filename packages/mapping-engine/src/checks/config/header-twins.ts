import { kafkaSettingsOf } from '../../record/kafka-settings.ts'
import { type Check, quote } from '../check.ts'
import { objectAt } from '../walk-config.ts'

/** Header names are case-sensitive: Content-Type and content-type are two headers. */
export const headerTwins: Check = {
  code: 'header-twins',
  severity: 'warning',
  ofConfig({ config }) {
    const names = ['content-type', ...Object.keys(objectAt(kafkaSettingsOf(config), 'headers'))]
    return names.flatMap((name, index) => {
      const twin = names.slice(0, index).find((other) => other !== name && other.toLowerCase() === name.toLowerCase())
      return twin === undefined
        ? []
        : [
            {
              place: ['settings', 'kafka', 'headers', name],
              cause: `${quote(name)} and ${quote(twin)} are two headers, because case counts.`,
            },
          ]
    })
  },
}
