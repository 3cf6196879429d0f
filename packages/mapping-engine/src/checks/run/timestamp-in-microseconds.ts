import { type Check, quote } from '../check.ts'
import { isPlausible, recordTime } from '../record-time.ts'

/** Kafka counts milliseconds. A timestamp in microseconds lies thousands of years ahead, and Kafka 4 refuses the record. */
export const timestampInMicroseconds: Check = {
  code: 'timestamp-in-microseconds',
  severity: 'error',
  ofRun(run) {
    const time = recordTime(run)
    if (!isPlausible(time / 1_000)) return []
    const date = new Date(time / 1_000).toISOString().slice(0, 10)
    return [
      {
        place: [],
        cause: `Timestamp ${quote(time)} looks like microseconds (${date}); divide it by 1,000 before walkerOS gets it.`,
      },
    ]
  },
}
