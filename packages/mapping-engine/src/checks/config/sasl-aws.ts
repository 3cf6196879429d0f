import { kafkaSettingsOf } from '../../record/kafka-settings.ts'
import type { Check } from '../check.ts'
import { objectAt } from '../walk-config.ts'

/**
 * The mechanism aws is not AWS MSK IAM. It is an older plug-in that must be installed on the brokers, and sends
 * the secret key in clear inside TLS.
 */
export const saslAws: Check = {
  code: 'sasl-aws',
  severity: 'error',
  ofConfig({ config }) {
    return objectAt(kafkaSettingsOf(config), 'sasl')['mechanism'] === 'aws'
      ? [
          {
            place: ['settings', 'kafka', 'sasl', 'mechanism'],
            cause: '`aws` is not MSK IAM and cannot log in to MSK; use scram-sha-512 there.',
          },
        ]
      : []
  },
}
