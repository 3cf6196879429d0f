import { type Check, quote } from '../check.ts'

/** A record dated before 2000 is past every retention time and may be deleted as soon as it is written. */
export const timestampTooOld: Check = {
  code: 'timestamp-too-old',
  severity: 'warning',
  ofRun({ outcome }) {
    if (outcome.kind !== 'message') return []
    const time = Number(outcome.record.timestamp)
    const isSeconds = time * 1000 >= year2000
    if (!Number.isFinite(time) || time >= year2000 || isSeconds) return []
    return [{ place: [], cause: `Timestamp ${quote(time)} dates the record before the year 2000.` }]
  },
}

const year2000 = 946_684_800_000
