import { type Check, quote } from './check.ts'
import { rulesOf } from './walk-config.ts'

/** A rule that no sample reaches is not checked by anything on the screen. */
export const unusedRule: Check = {
  code: 'unused-rule',
  severity: 'hint',
  ofSamples({ config, runs }) {
    if (runs.length === 0) return []
    const reached = new Set(runs.map(({ outcome }) => outcome.rule))
    return rulesOf(config).flatMap(({ entity, action, place }) => {
      const name = `${entity}.${action}${place.length > 3 ? `[${place[3]}]` : ''}`
      return reached.has(name)
        ? []
        : [{ place, cause: `No sample matches ${quote(`${entity} → ${action}`)}, so its output is not checked.` }]
    })
  },
}
