import { defaultMaxMessageBytes, recordSize } from '../record/record-size.ts'
import type { Check } from './check.ts'

export const recordSizeNear: Check = {
  code: 'record-size-near',
  severity: 'hint',
  about: 'A record close to the size limit is one long text away from being refused.',
  ofRun({ outcome }) {
    if (outcome.kind !== 'message') return []
    const { batch } = recordSize(outcome.record)
    if (batch > defaultMaxMessageBytes || batch < defaultMaxMessageBytes * 0.8) return []
    const share = Math.round((batch / defaultMaxMessageBytes) * 100)
    return [{ place: [], cause: `The record fills ${share} % of what a topic takes by default, before compression.` }]
  },
}
