import { isPlainObject } from '../../path/is-plain-object.ts'
import type { Check } from '../check.ts'
import { rulesOf } from '../walk-config.ts'

/** The Kafka destination has no batch push, so `batch` does nothing: every event is a send of its own. */
export const batchIgnored: Check = {
  code: 'batch-ignored',
  severity: 'warning',
  ofConfig({ config }) {
    const own = isPlainObject(config) && config['batch'] !== undefined ? [['batch']] : []
    const ofRules = rulesOf(config)
      .filter(({ rule }) => rule['batch'] !== undefined)
      .map(({ place }) => [...place, 'batch'])
    return [...own, ...ofRules].map((place) => ({
      place,
      cause: '`batch` does nothing here: every event is sent on its own.',
    }))
  },
}
