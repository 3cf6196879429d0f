import { kafkaSettingsOf } from '../../record/kafka-settings.ts'
import { type Check, quote } from '../check.ts'
import { objectAt } from '../walk-config.ts'

/** kafkajs logs in with plain, scram-sha-256, scram-sha-512, aws and oauthbearer. With any other mechanism nothing is sent. */
export const saslMechanism: Check = {
  code: 'sasl-mechanism',
  severity: 'error',
  ofConfig({ config }) {
    const { mechanism } = objectAt(kafkaSettingsOf(config), 'sasl')
    if (typeof mechanism !== 'string' || mechanism.startsWith('$') || known.includes(mechanism.toLowerCase())) return []
    const advice = /iam/i.test(mechanism)
      ? 'a flow file cannot log in with IAM; use scram-sha-512 there'
      : `it knows ${known.slice(0, 3).join(', ')}`
    return [
      {
        place: ['settings', 'kafka', 'sasl', 'mechanism'],
        cause: `kafkajs has no mechanism ${quote(mechanism)}, so the destination cannot connect; ${advice}.`,
      },
    ]
  },
}

const known = ['plain', 'scram-sha-256', 'scram-sha-512', 'aws', 'oauthbearer']
