import { type Check, quote } from '../check.ts'
import { isInMicroseconds } from './timestamp-in-microseconds.ts'

/**
 * Kafka 4 refuses a record that is dated more than an hour ahead, unless `message.timestamp.after.max.ms` of its topic allows it.
 * Where it is taken, it is kept longer than meant.
 */
export const timestampInFuture: Check = {
  code: 'timestamp-in-future',
  severity: 'warning',
  ofRun({ outcome, now }) {
    if (outcome.kind !== 'message') return []
    const time = Number(outcome.record.timestamp)
    if (now === 0 || !(time > now + hour) || isInMicroseconds(time)) return []
    const cause = `Timestamp ${quote(time)} lies ${distance(time - now)} in the future; Kafka 4 takes an hour, unless \`message.timestamp.after.max.ms\` of the topic allows more.`
    return [{ place: [], cause }]
  },
}

const hour = 3_600_000

function distance(ms: number): string {
  const hours = Math.round(ms / hour)
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`
}
