import { batchSize } from '../../record/batch-size.ts'
import { defaultMaxMessageBytes, mayReach } from '../../record/record-size.ts'
import type { Check } from '../check.ts'

/**
 * A topic takes batches of 1,048,588 bytes by default; what counts is the compressed batch. A larger one is
 * refused, and walkerOS loses it.
 */
export const recordTooLarge: Check = {
  code: 'record-size',
  severity: 'error',
  ofRun({ outcome, packedSize, maxMessageBytes: limit = defaultMaxMessageBytes }) {
    if (outcome.kind === 'failed' && outcome.reason === 'record-size') return [{ place: [], cause: outcome.detail }]
    if (outcome.kind !== 'message' || !mayReach(outcome.record, limit)) return []
    const { bytes, isKnown } = batchSize(outcome.record, outcome.send, packedSize)
    if (!isKnown || bytes <= limit) return []
    const cause = `The record has ${bytes.toLocaleString('en-US')} B as it is sent, its topic takes ${limit.toLocaleString('en-US')} B.`
    return [{ place: [], cause }]
  },
}
