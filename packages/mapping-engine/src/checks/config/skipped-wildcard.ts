import { isPlainObject } from '../../path/is-plain-object.ts'
import { type Check, quote } from '../check.ts'
import { objectAt, rulesOf } from '../walk-config.ts'

/** When all conditions of an action are false, walkerOS goes on with `*` → `*` and skips the action * of the entity. */
export const skippedWildcard: Check = {
  code: 'skipped-wildcard',
  severity: 'hint',
  ofConfig({ config }) {
    const mapping = objectAt(config, 'mapping')
    return rulesOf(config)
      .filter(({ entity, action, alternatives, index }) => {
        const isConditional = alternatives.every((rule) => isPlainObject(rule) && rule['condition'])
        return index === 0 && action !== '*' && isConditional && objectAt(mapping, entity)['*'] !== undefined
      })
      .map(({ entity, action }) => ({
        place: ['mapping', entity, action],
        cause: `When all conditions of ${quote(`${entity} → ${action}`)} are false, ${quote('* → *')} is used, not ${quote(`${entity} → *`)}.`,
      }))
  },
}
