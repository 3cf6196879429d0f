import { kafkaSettingsOf } from '../../record/kafka-settings.ts'
import { type Check, quote } from '../check.ts'
import { objectAt } from '../walk-config.ts'

/** kafkajs sends headers that are texts; with anything else the send fails, and the record is lost. */
export const headerNotString: Check = {
  code: 'header-not-string',
  severity: 'error',
  ofConfig({ config }) {
    return Object.entries(objectAt(kafkaSettingsOf(config), 'headers'))
      .filter(
        ([, value]) =>
          typeof value !== 'string' && !(Array.isArray(value) && value.every((item) => typeof item === 'string')),
      )
      .map(([name, value]) => ({
        place: ['settings', 'kafka', 'headers', name],
        cause: `Header ${quote(name)} is ${quote(value)} and not a text, so every send fails.`,
        fix: {
          label: 'Make it a text',
          edits: [{ place: ['settings', 'kafka', 'headers', name], value: String(value) }],
        },
      }))
  },
}
