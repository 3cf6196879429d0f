import { kafkaSettingsOf } from '../../record/kafka-settings.ts'
import type { Check } from '../check.ts'
import { objectAt } from '../walk-config.ts'

/**
 * oauthbearer needs a function that fetches tokens, which the settings of walkerOS cannot hold: the destination
 * cannot start.
 */
export const saslOauthbearer: Check = {
  code: 'sasl-oauthbearer',
  severity: 'error',
  ofConfig({ config }) {
    return objectAt(kafkaSettingsOf(config), 'sasl')['mechanism'] === 'oauthbearer'
      ? [
          {
            place: ['settings', 'kafka', 'sasl', 'mechanism'],
            cause:
              '`oauthbearer` needs a token function, which these settings cannot hold, so the destination cannot start.',
          },
        ]
      : []
  },
}
