import { isPlainObject } from '../path/is-plain-object.ts'
import { memberOf } from '../path/member-of.ts'

/** `settings.kafka` of a destination, as its file has it: nothing is checked. */
export interface KafkaSettings {
  [setting: string]: unknown
  brokers?: unknown
  topic?: unknown
  key?: unknown
  headers?: unknown
  acks?: unknown
  compression?: unknown
  timeout?: unknown
  idempotent?: unknown
}

/** `settings.kafka` of a config, or an empty object where there is none. */
export function kafkaSettingsOf(config: unknown): KafkaSettings {
  const kafka = memberOf(config, 'settings', 'kafka')
  return isPlainObject(kafka) ? kafka : {}
}
