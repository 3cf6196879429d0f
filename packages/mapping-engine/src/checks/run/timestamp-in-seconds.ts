import { type Check, quote } from '../check.ts'
import { isPlausible, recordTime } from '../record-time.ts'

/**
 * Kafka counts milliseconds. A timestamp in seconds dates the record to January 1970, and retention may delete it
 * at once.
 */
export const timestampInSeconds: Check = {
  code: 'timestamp-in-seconds',
  severity: 'warning',
  ofRun(run) {
    const time = recordTime(run)
    if (!isPlausible(time * 1000)) return []
    const date = new Date(time).toISOString().slice(0, 10)
    return [{ place: [], cause: `Timestamp ${quote(time)} is in seconds, so the record is dated ${date}.` }]
  },
}
