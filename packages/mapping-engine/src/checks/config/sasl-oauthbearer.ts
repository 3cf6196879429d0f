import type { Check } from '../check.ts'
import { mechanismProblem } from '../mechanism-problem.ts'

/**
 * oauthbearer needs a function that fetches tokens, which the settings of walkerOS cannot hold: the destination
 * cannot start.
 */
export const saslOauthbearer: Check = {
  code: 'sasl-oauthbearer',
  severity: 'error',
  ofConfig({ config }) {
    return mechanismProblem(
      config,
      'oauthbearer',
      '`oauthbearer` needs a token function, which these settings cannot hold, so the destination cannot start.',
    )
  },
}
