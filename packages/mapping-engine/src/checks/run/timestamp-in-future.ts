import { type Check, quote } from '../check.ts'

/** A record dated in the future is kept longer than meant, and a topic may refuse it. */
export const timestampInFuture: Check = {
  code: 'timestamp-in-future',
  severity: 'warning',
  ofRun({ outcome, now }) {
    if (outcome.kind !== 'message') return []
    const time = Number(outcome.record.timestamp)
    if (now === 0 || !(time > now + day)) return []
    return [{ place: [], cause: `Timestamp ${quote(time)} lies ${Math.round((time - now) / day)} days in the future.` }]
  },
}

const day = 86_400_000
