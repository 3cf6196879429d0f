import type { Check } from '../check.ts'
import { valuesOf } from '../walk-config.ts'

/** A function is no mapping value by itself: it gives nothing. It must stand in { "fn": … }. */
export const bareFunction: Check = {
  code: 'bare-function',
  severity: 'warning',
  ofConfig({ config }) {
    return valuesOf(config)
      .filter(
        ({ config: value }) =>
          typeof value === 'string' && /^\$code:\s*(async\s+)?(function\b|\(|\w+\s*=>)/.test(value),
      )
      .map(({ config: value, place }) => ({
        place,
        cause: 'A function by itself gives nothing; it must stand in `fn`.',
        fix: { label: 'Wrap in fn', edits: [{ place, value: { fn: value } }] },
      }))
  },
}
