import type { Check } from './check.ts'
import { kafkaOf } from './walk-config.ts'

/** With acks 0 nobody confirms a record: a lost one leaves no trace. */
export const acksZero: Check = {
  code: 'acks-zero',
  severity: 'hint',
  ofConfig({ config }) {
    return kafkaOf(config)['acks'] === 0
      ? [
          {
            place: ['settings', 'kafka', 'acks'],
            cause: 'With acks 0 nobody confirms a record, so a lost one leaves no trace.',
          },
        ]
      : []
  },
}
