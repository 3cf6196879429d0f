import type { FailReason } from '@mapping-designer/shared-types'
import type { Check } from '../check.ts'

/** One check for each way in which a function keeps the record from being known. */
function codeFault(
  code: Extract<FailReason, `code-${string}`>,
  severity: Check['severity'],
  sentenceOf: (detail: string) => string,
): Check {
  return {
    code,
    severity,
    ofRun({ outcome }) {
      if (outcome.kind !== 'failed' || outcome.reason !== code) return []
      return [{ place: outcome.place ?? [], cause: sentenceOf(outcome.detail) }]
    },
  }
}

/** The record depends on a function, and there is no sandbox here to run it in. */
export const codeNotRun = codeFault(
  'code-not-run',
  'warning',
  () => 'The record depends on a `$code:` function that was not run here.',
)

/** The code after $code: gives no function (a syntax error, or an expression that cannot be evaluated), so the walkerOS bundle fails. */
export const codeSyntax = codeFault('code-syntax', 'error', (detail) => `The code gives no function: ${detail}.`)

/**
 * A function uses something the sandbox cannot give exactly (network, timers, Intl, the time zone), so its result
 * cannot be foretold.
 */
export const codeUnavailable = codeFault(
  'code-unavailable',
  'warning',
  (detail) => `${detail}, so the record is not known.`,
)

/** A function does not come back. In production it would stop the collector. */
export const codeTimeout = codeFault(
  'code-timeout',
  'error',
  (detail) => `${detail}; walkerOS would wait for it forever.`,
)

/** A function fills the memory. In production it would end the process. */
export const codeMemory = codeFault('code-memory', 'error', (detail) => `${detail}; walkerOS would end with it.`)
