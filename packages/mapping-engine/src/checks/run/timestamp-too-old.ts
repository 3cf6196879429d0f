import { type Check, quote } from '../check.ts'
import { isBefore2000, recordTime } from '../record-time.ts'

/** A record dated before 2000 is past every retention time and may be deleted as soon as it is written. */
export const timestampTooOld: Check = {
  code: 'timestamp-too-old',
  severity: 'warning',
  ofRun(run) {
    const time = recordTime(run)
    // A time in seconds has a problem of its own.
    if (!Number.isFinite(time) || !isBefore2000(time) || !isBefore2000(time * 1000)) return []
    return [{ place: [], cause: `Timestamp ${quote(time)} dates the record before the year 2000.` }]
  },
}
