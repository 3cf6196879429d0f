import type { Check } from './check.ts'
import { quote } from './check.ts'

const year2000 = 946_684_800_000

/** A timestamp that is a date of today only if it is read as seconds. */
export const timestampInSeconds: Check = {
  code: 'timestamp-in-seconds',
  severity: 'warning',
  ofRun({ outcome }) {
    if (outcome.kind !== 'message') return []
    const time = Number(outcome.record.timestamp)
    if (!(time * 1000 >= year2000 && time < year2000)) return []
    const date = new Date(time).toISOString().slice(0, 10)
    return [{ place: [], cause: `Timestamp ${quote(time)} is in seconds, so the record is dated ${date}.` }]
  },
}
