import { kafkaSettingsOf } from '../../record/kafka-settings.ts'
import type { Check } from '../check.ts'

/** With acks 0 nobody confirms a record: a lost one leaves no trace. */
export const acksZero: Check = {
  code: 'acks-zero',
  severity: 'hint',
  ofConfig({ config }) {
    return kafkaSettingsOf(config)['acks'] === 0
      ? [
          {
            place: ['settings', 'kafka', 'acks'],
            cause: 'With acks 0 nobody confirms a record, so a lost one leaves no trace.',
          },
        ]
      : []
  },
}
