import { type Check, quote } from '../check.ts'
import { isPlausible, recordTime } from '../record-time.ts'

/** Kafka counts milliseconds. A timestamp in microseconds lies thousands of years ahead, and Kafka 4 refuses the record. */
export const timestampInMicroseconds: Check = {
  code: 'timestamp-in-microseconds',
  severity: 'error',
  ofRun(run) {
    const time = recordTime(run)
    const [unit, perMs] = units.find(([, factor]) => isPlausible(time / factor)) ?? []
    if (unit === undefined || perMs === undefined) return []
    const date = new Date(time / perMs).toISOString().slice(0, 10)
    return [
      {
        place: [],
        cause: `Timestamp ${quote(time)} looks like ${unit} (${date}); divide it by ${perMs.toLocaleString('en-US')} before walkerOS gets it.`,
      },
    ]
  },
}

const units = [
  ['microseconds', 1_000],
  ['nanoseconds', 1_000_000],
] as const
