import { type Check, quote } from '../check.ts'

/** Kafka counts milliseconds. A timestamp in microseconds lies thousands of years ahead, and Kafka 4 refuses the record. */
export const timestampInMicroseconds: Check = {
  code: 'timestamp-in-microseconds',
  severity: 'error',
  ofRun({ outcome }) {
    if (outcome.kind !== 'message') return []
    const time = Number(outcome.record.timestamp)
    if (!isInMicroseconds(time)) return []
    const date = new Date(time / 1_000).toISOString().slice(0, 10)
    return [
      {
        place: [],
        cause: `Timestamp ${quote(time)} looks like microseconds (${date}); divide it by 1,000 before walkerOS gets it.`,
      },
    ]
  },
}

/** Whether a time is between 2000 and 2100 when it is read as microseconds. */
export function isInMicroseconds(time: number): boolean {
  return time / 1_000 >= year2000 && time / 1_000 < year2100
}

const year2000 = 946_684_800_000
const year2100 = 4_102_444_800_000
