import { type Check, quote } from '../check.ts'
import { isPlausible, recordTime } from '../record-time.ts'

/**
 * Kafka 4 refuses a record that is dated more than an hour ahead, unless `message.timestamp.after.max.ms` of its topic allows it.
 * Where it is taken, it is kept longer than meant.
 */
export const timestampInFuture: Check = {
  code: 'timestamp-in-future',
  severity: 'warning',
  ofRun(run) {
    const { now } = run
    const time = recordTime(run)
    if (now === 0 || !(time > now + hour) || isPlausible(time / 1_000) || isPlausible(time / 1_000_000)) return []
    const cause = `Timestamp ${quote(time)} lies ${distance(time - now)} in the future; Kafka 4 takes an hour, unless \`message.timestamp.after.max.ms\` of the topic allows more.`
    return [{ place: [], cause }]
  },
}

const hour = 3_600_000

function distance(ms: number): string {
  const hours = Math.round(ms / hour)
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`
}
