import { kafkaSettingsOf } from '../../record/kafka-settings.ts'
import { type Check, quote } from '../check.ts'
import { nearest } from '../nearest.ts'

/** A setting that the Kafka destination does not know is ignored. */
export const unknownSetting: Check = {
  code: 'unknown-setting',
  severity: 'warning',
  ofConfig({ config }) {
    return Object.keys(kafkaSettingsOf(config))
      .filter((name) => !known.includes(name))
      .map((name) => {
        const similar = nearest(name, known)
        const advice = similar === undefined ? '' : ` Did you mean ${quote(similar)}?`
        return {
          place: ['settings', 'kafka', name],
          cause: `${quote(name)} is no setting of the Kafka destination.${advice}`,
        }
      })
  },
}

const known = [
  'brokers',
  'topic',
  'key',
  'headers',
  'clientId',
  'acks',
  'compression',
  'idempotent',
  'timeout',
  'allowAutoTopicCreation',
  'connectionTimeout',
  'requestTimeout',
  'retry',
  'ssl',
  'sasl',
  'schemaRegistry',
]
