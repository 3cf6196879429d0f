import type { Check } from '../check.ts'

/** What has a problem of its own. */
const saidElsewhere: readonly string[] = ['reference', 'flow-refused']

/**
 * walkerOS cannot push the event at all: its name is no entity and action, a rule condition throws, the
 * destination cannot start.
 */
export const pushFails: Check = {
  code: 'push-fails',
  severity: 'error',
  ofRun({ outcome }) {
    if (outcome.kind !== 'failed' || outcome.reason.startsWith('code-') || saidElsewhere.includes(outcome.reason))
      return []
    const place = outcome.reason === 'destination-init' ? ['settings', 'kafka'] : []
    return [{ place, cause: `No record: ${outcome.detail.replace(/\.$/, '')}.` }]
  },
}
