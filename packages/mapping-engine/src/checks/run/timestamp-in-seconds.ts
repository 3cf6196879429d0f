import { type Check, quote } from '../check.ts'

/**
 * Kafka counts milliseconds. A timestamp in seconds dates the record to January 1970, and retention may delete it
 * at once.
 */
export const timestampInSeconds: Check = {
  code: 'timestamp-in-seconds',
  severity: 'warning',
  ofRun({ outcome }) {
    if (outcome.kind !== 'message') return []
    const time = Number(outcome.record.timestamp)
    if (!(time * 1000 >= year2000 && time * 1000 < year2100)) return []
    const date = new Date(time).toISOString().slice(0, 10)
    return [{ place: [], cause: `Timestamp ${quote(time)} is in seconds, so the record is dated ${date}.` }]
  },
}

const year2000 = 946_684_800_000
const year2100 = 4_102_444_800_000
