import { memberOf } from '../../path/member-of.ts'
import { type Check, quote, stepOf } from '../check.ts'
import { rulesOf } from '../walk-config.ts'

/** A rule that no sample reaches is not checked by anything on the screen. */
export const unusedRule: Check = {
  code: 'unused-rule',
  severity: 'hint',
  ofSamples({ config, runs }) {
    if (runs.length === 0) return []
    const reached = new Set(runs.map(({ outcome }) => outcome.rule))
    // An event that was denied or failed before may well have met its rule.
    const unsure = runs.filter((run) => stepOf(run, 'rules') === undefined).map(({ event }) => wordsOf(event))
    return rulesOf(config).flatMap(({ entity, action, place }) => {
      const name = `${entity}.${action}${place.length > 3 ? `[${place[3]}]` : ''}`
      const isMet = unsure.some(([e, a]) => (entity === '*' || entity === e) && (action === '*' || action === a))
      return reached.has(name) || isMet
        ? []
        : [{ place, cause: `No sample matches ${quote(`${entity} → ${action}`)}, so its output is not checked.` }]
    })
  },
}

function wordsOf(event: unknown): string[] {
  const name = memberOf(event, 'name')
  return typeof name === 'string' ? name.split(' ') : []
}
