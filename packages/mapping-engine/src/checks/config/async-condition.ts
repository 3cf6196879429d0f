import type { Check } from '../check.ts'
import { rulesOf } from '../walk-config.ts'

/** Up to walkerOS 4.7.1 conditions of rules are not awaited: an asynchronous one gives a promise, which counts as true. */
export const asyncCondition: Check = {
  code: 'async-condition',
  severity: 'warning',
  ofConfig({ config, semantics }) {
    if (semantics.awaitsConditions) return []
    return rulesOf(config)
      .filter(({ rule }) => typeof rule['condition'] === 'string' && /^\$code:\s*async\b/.test(rule['condition']))
      .map(({ place }) => ({
        place: [...place, 'condition'],
        cause: 'The condition is asynchronous. walkerOS does not wait for it, so it is always true.',
      }))
  },
}
