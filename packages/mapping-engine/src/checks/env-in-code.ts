import type { Check } from './check.ts'
import { textsOf } from './walk-config.ts'

export const envInCode: Check = {
  code: 'env-in-code',
  severity: 'warning',
  about: '$env inside $code is not resolved by the walkerOS bundler: the function sees the text of an internal marker.',
  ofConfig({ config }) {
    return textsOf(config)
      .filter(({ text }) => text.startsWith('$code:') && /__WALKEROS_ENV:|\$env\./.test(text))
      .map(({ place }) => ({
        place,
        cause: 'walkerOS does not resolve `$env` inside a function; the function sees an internal marker instead.',
      }))
  },
}
