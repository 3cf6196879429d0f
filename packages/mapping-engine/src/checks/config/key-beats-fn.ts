import { isPlainObject } from '../../path/is-plain-object.ts'
import type { Check } from '../check.ts'
import { valuesOf } from '../walk-config.ts'

/**
 * Up to walkerOS 4.6, with `key` and `fn` together the function is called with the whole event and its result is thrown away: the key
 * wins.
 */
export const keyBeatsFn: Check = {
  code: 'key-beats-fn',
  severity: 'warning',
  ofConfig({ config, semantics }) {
    if (semantics.hasOneProducer) return []
    return valuesOf(config)
      .filter(({ config: value }) => isPlainObject(value) && value['key'] && value['fn'])
      .map(({ place }) => ({ place, cause: '`key` wins over `fn`: the function runs, but its result is not used.' }))
  },
}
