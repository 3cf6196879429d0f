import { defaultMaxMessageBytes, mayReach, recordSize } from '../record/record-size.ts'
import type { Check } from './check.ts'

/**
 * A topic takes batches of 1,048,588 bytes by default; what counts is the compressed batch. A larger one is
 * refused, and walkerOS loses it.
 */
export const recordTooLarge: Check = {
  code: 'record-size',
  severity: 'error',
  ofRun({ outcome }) {
    if (outcome.kind !== 'message' || !mayReach(outcome.record, defaultMaxMessageBytes)) return []
    const { batch } = recordSize(outcome.record)
    if (batch <= defaultMaxMessageBytes) return []
    const limit = defaultMaxMessageBytes.toLocaleString('en-US')
    const cause = `The record has ${batch.toLocaleString('en-US')} B before compression, a topic takes ${limit} B by default.`
    return [{ place: [], cause }]
  },
}
