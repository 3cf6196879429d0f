import type { Check } from '../check.ts'

/**
 * walkerOS resolves $var, $contract and $flow when it bundles; one that is missing or part of a cycle stops the
 * bundle.
 */
export const referenceFails: Check = {
  code: 'reference-fails',
  severity: 'error',
  ofRun({ outcome }) {
    if (outcome.kind !== 'failed' || outcome.reason !== 'reference') return []
    return [
      { place: [], cause: `The references of the flow cannot be resolved: ${outcome.detail.replace(/\.$/, '')}.` },
    ]
  },
}
