import { type Check, quote } from '../check.ts'
import { objectAt } from '../walk-config.ts'

/** An entity with rules of its own hides the entity *: of `*` only the action * is tried for it. */
export const shadowedRule: Check = {
  code: 'shadowed-rule',
  severity: 'warning',
  ofConfig({ config }) {
    const mapping = objectAt(config, 'mapping')
    const general = Object.keys(objectAt(mapping, '*')).filter((action) => action !== '*')
    return Object.keys(mapping)
      .filter((entity) => entity !== '*')
      .flatMap((entity) => {
        const own = objectAt(mapping, entity)
        if (own['*'] !== undefined) return []
        return general
          .filter((action) => own[action] === undefined)
          .map((action) => ({
            place: ['mapping', '*', action],
            cause: `${quote(`* → ${action}`)} never runs for ${quote(entity)}, because ${quote(entity)} has rules of its own.`,
            fix: {
              label: `Copy rule to ${entity}`,
              edits: [{ place: ['mapping', entity, action], value: objectAt(mapping, '*')[action] }],
            },
          }))
      })
  },
}
