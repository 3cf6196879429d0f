import { kafkaSettingsOf } from '../../record/kafka-settings.ts'
import { type Check, quote } from '../check.ts'
import { objectAt } from '../walk-config.ts'

/** Without TLS the records cross the network in clear, and with plain the password does too. */
export const saslWithoutTls: Check = {
  code: 'sasl-without-tls',
  severity: 'warning',
  ofConfig({ config }) {
    const { sasl, ssl } = kafkaSettingsOf(config)
    if (typeof sasl !== 'object' || sasl === null || ssl) return []
    const { mechanism } = objectAt(kafkaSettingsOf(config), 'sasl')
    const what = String(mechanism).toLowerCase() === 'plain' ? 'password and records cross' : 'the records cross'
    return [
      {
        place: ['settings', 'kafka', 'sasl'],
        cause: `The login ${quote(mechanism)} is used without TLS: ${what} the network in clear.`,
        fix: { label: 'Turn on TLS', edits: [{ place: ['settings', 'kafka', 'ssl'], value: true }] },
      },
    ]
  },
}

/** With rejectUnauthorized false any server can pose as the broker, and gets login and records. */
export const tlsUnverified: Check = {
  code: 'tls-unverified',
  severity: 'warning',
  ofConfig({ config }) {
    if (objectAt(kafkaSettingsOf(config), 'ssl')['rejectUnauthorized'] !== false) return []
    const place = ['settings', 'kafka', 'ssl', 'rejectUnauthorized']
    return [
      {
        place,
        cause:
          'The certificate of the broker is not verified, so any server can pose as it; name its authority in `ca`.',
        fix: { label: 'Verify it', edits: [{ place, value: undefined }] },
      },
    ]
  },
}
