import { isPlainObject } from '../../path/is-plain-object.ts'
import { type Check, quote } from '../check.ts'

/**
 * The bundle that walkerOS makes of a flow cannot load kafkajs by itself and sends nothing. `env.Kafka` of the destination
 * hands it over.
 */
export const kafkaEnvMissing: Check = {
  code: 'kafka-env-missing',
  severity: 'warning',
  ofConfig({ step }) {
    if (step === undefined || (isPlainObject(step['env']) && step['env']['Kafka'])) return []
    return [
      {
        place: [],
        cause: `The destination has no ${quote('env.Kafka')}; the bundle of walkerOS cannot load kafkajs without it and sends nothing.`,
        fix: {
          label: 'Add env.Kafka',
          edits: [{ of: 'step', place: ['env', 'Kafka'], value: "$code:require('kafkajs')" }],
        },
      },
    ]
  },
}
