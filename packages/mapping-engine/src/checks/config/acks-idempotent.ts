import { kafkaSettingsOf } from '../../record/kafka-settings.ts'
import { type Check, quote } from '../check.ts'

/**
 * An idempotent producer needs acks -1; with anything else kafkajs refuses every send, and walkerOS loses the
 * records.
 */
export const acksIdempotent: Check = {
  code: 'acks-idempotent',
  severity: 'error',
  ofConfig({ config }) {
    const { acks, idempotent } = kafkaSettingsOf(config)
    if (idempotent !== true || acks === undefined || acks === -1) return []
    const place = ['settings', 'kafka', 'acks']
    return [
      {
        place,
        cause: `An idempotent producer needs acks -1, but acks is ${quote(acks)}.`,
        fix: { label: 'Use acks -1', edits: [{ place, value: -1 }] },
      },
    ]
  },
}
