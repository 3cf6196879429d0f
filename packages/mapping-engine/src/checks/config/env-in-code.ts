import type { Check } from '../check.ts'
import { findTexts } from '../walk-config.ts'

/** $env inside $code is not resolved by the walkerOS bundler: the function sees the text of an internal marker. */
export const envInCode: Check = {
  code: 'env-in-code',
  severity: 'warning',
  ofConfig({ config }) {
    return findTexts(config, (text) => text.startsWith('$code:') && /__WALKEROS_ENV:|\$env\./.test(text)).map(
      ({ place }) => ({
        place,
        cause: 'walkerOS does not resolve `$env` inside a function; the function sees an internal marker instead.',
      }),
    )
  },
}
