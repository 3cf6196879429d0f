import type { FailReason } from '@mapping-designer/shared-types'
import type { Check } from './check.ts'

/** One check for each way in which a function keeps the record from being known. */
function codeFault(
  code: Extract<FailReason, `code-${string}`>,
  severity: Check['severity'],
  tell: (detail: string) => string,
): Check {
  return {
    code,
    severity,
    ofRun({ outcome }) {
      if (outcome.kind !== 'failed' || outcome.reason !== code) return []
      return [{ place: outcome.place ?? [], cause: tell(outcome.detail) }]
    },
  }
}

/** The record depends on a `$code:` function, and nobody ran it. */
export const codeNotRun = codeFault(
  'code-not-run',
  'warning',
  () => 'The record depends on a `$code:` function that was not run here.',
)

/** A function is no JavaScript expression; walkerOS' bundler fails on it. */
export const codeSyntax = codeFault(
  'code-syntax',
  'error',
  (detail) => `The function is no JavaScript expression: ${detail}.`,
)

/** A function uses something that the sandbox does not have, so its result cannot be foretold. */
export const codeUnavailable = codeFault(
  'code-unavailable',
  'warning',
  (detail) => `${detail}, so the record is not known.`,
)

/** A function does not come back. */
export const codeTimeout = codeFault(
  'code-timeout',
  'error',
  (detail) => `${detail}; walkerOS would wait for it forever.`,
)

/** A function eats memory. */
export const codeMemory = codeFault('code-memory', 'error', (detail) => `${detail}; walkerOS would end with it.`)
