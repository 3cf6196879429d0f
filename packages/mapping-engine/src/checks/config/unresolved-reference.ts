import { type Check, quote } from '../check.ts'

/**
 * A reference without a value: the preview shows it as written, production uses what its environment holds, or
 * nothing.
 */
export const unresolvedReference: Check = {
  code: 'unresolved-reference',
  severity: 'warning',
  ofConfig({ references }) {
    return references.map(({ place, text }) => ({
      place,
      cause: `The reference ${quote(text)} has no value in the preview, so it is shown as written.`,
    }))
  },
}
