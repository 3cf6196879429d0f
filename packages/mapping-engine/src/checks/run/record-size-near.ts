import { batchSize } from '../../record/batch-size.ts'
import { defaultMaxMessageBytes, mayReach } from '../../record/record-size.ts'
import type { Check } from '../check.ts'

/** A record close to the size limit is one long text away from being refused. What counts is the compressed batch; the page gets its size from the bridge. */
export const recordSizeNear: Check = {
  code: 'record-size-near',
  severity: 'hint',
  ofRun({ outcome, packedSize, maxMessageBytes: limit = defaultMaxMessageBytes }) {
    if (outcome.kind !== 'message' || !mayReach(outcome.record, limit * 0.8)) return []
    const { bytes, isKnown } = batchSize(outcome.record, outcome.send, packedSize)
    if ((isKnown && bytes > limit) || bytes < limit * 0.8) return []
    const share = Math.round((bytes / limit) * 100)
    return [
      {
        place: [],
        cause: `The record fills ${share} % of what its topic takes${isKnown ? '' : ', before compression'}.`,
      },
    ]
  },
}
