import { defaultMaxMessageBytes, mayReach, recordSize } from '../../record/record-size.ts'
import type { Check } from '../check.ts'

/** A record close to the size limit is one long text away from being refused. */
export const recordSizeNear: Check = {
  code: 'record-size-near',
  severity: 'hint',
  ofRun({ outcome, maxMessageBytes: limit = defaultMaxMessageBytes }) {
    if (outcome.kind !== 'message' || !mayReach(outcome.record, limit * 0.8)) return []
    const { batch } = recordSize(outcome.record)
    if (batch > limit || batch < limit * 0.8) return []
    const share = Math.round((batch / limit) * 100)
    return [{ place: [], cause: `The record fills ${share} % of what its topic takes, before compression.` }]
  },
}
