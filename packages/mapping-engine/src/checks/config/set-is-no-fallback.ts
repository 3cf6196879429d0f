import { isPlainObject } from '../../path/is-plain-object.ts'
import { memberOf } from '../../path/member-of.ts'
import type { Check } from '../check.ts'
import { valuesOf } from '../walk-config.ts'

/** `set` makes a list of all its results. The first defined result comes from a plain list. */
export const setIsNoFallback: Check = {
  code: 'set-is-no-fallback',
  severity: 'hint',
  ofConfig({ config }) {
    return valuesOf(config)
      .filter(({ config: value }) => {
        const set = memberOf(value, 'set')
        const last = Array.isArray(set) && set.length > 1 ? set.at(-1) : undefined
        return isPlainObject(last) && Object.keys(last).join() === 'value'
      })
      .map(({ config: value, place }) => ({
        place: [...place, 'set'],
        cause: '`set` makes a list of all results; for the first one that is there, write a plain list.',
        fix: { label: 'Use a plain list', edits: [{ place, value: memberOf(value, 'set') }] },
      }))
  },
}
