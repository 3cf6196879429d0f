import type { Check } from './check.ts'

/** The push itself fails: an event name, a condition, a setting. */
export const pushFails: Check = {
  code: 'push-fails',
  severity: 'error',
  ofRun({ outcome }) {
    if (outcome.kind !== 'failed' || outcome.reason.startsWith('code-')) return []
    const place = outcome.reason === 'destination-init' ? ['settings', 'kafka'] : []
    return [{ place, cause: `No record: ${outcome.detail.replace(/\.$/, '')}.` }]
  },
}
