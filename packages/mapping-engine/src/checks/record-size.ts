import { defaultMaxMessageBytes, recordSize } from '../record/record-size.ts'
import type { Check } from './check.ts'

/** The batch of this record is over Kafka's default limit, before compression. */
export const recordTooLarge: Check = {
  code: 'record-size',
  severity: 'error',
  ofRun({ outcome }) {
    if (outcome.kind !== 'message') return []
    const { batch } = recordSize(outcome.record)
    if (batch <= defaultMaxMessageBytes) return []
    const limit = defaultMaxMessageBytes.toLocaleString('en-US')
    const cause = `The record has ${batch.toLocaleString('en-US')} B before compression, a topic takes ${limit} B by default.`
    return [{ place: [], cause }]
  },
}
