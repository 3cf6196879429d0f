import type { Check } from './check.ts'

/** The record depends on a `$code:` function, which this version does not run. */
export const codeNotRun: Check = {
  code: 'code-not-run',
  severity: 'warning',
  ofRun({ outcome }) {
    if (outcome.kind !== 'failed' || outcome.reason !== 'code-not-run') return []
    return [{ place: [], cause: 'The record depends on a `$code:` function, which the preview does not run yet.' }]
  },
}
