import { isPlainObject } from '../../path/is-plain-object.ts'
import { type Check, quote } from '../check.ts'
import { objectAt } from '../walk-config.ts'

/** A rule that is null, a text, a number or a list inside a list matches without doing anything, or fails the push. */
export const ruleNotObject: Check = {
  code: 'rule-not-object',
  severity: 'error',
  ofConfig({ config }) {
    return Object.entries(objectAt(config, 'mapping')).flatMap(([entity, actions]) =>
      Object.entries(isPlainObject(actions) ? actions : {}).flatMap(([action, found]) => {
        const place = ['mapping', entity, action]
        const isList = Array.isArray(found)
        const items: unknown[] = isList ? found : [found]
        return items.flatMap((rule, index) =>
          isPlainObject(rule)
            ? []
            : [{ place: isList ? [...place, index] : place, cause: `The rule is ${quote(rule)} and not an object.` }],
        )
      }),
    )
  },
}
