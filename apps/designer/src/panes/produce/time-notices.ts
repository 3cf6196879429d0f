import type { KafkaRecord, TopicSummary } from '@mapping-designer/shared-types'
import { duration, plural } from '../../ui/format.ts'

type Time = Pick<KafkaRecord, 'topic' | 'timestamp'>

/** What topics do to the times of records about to be produced, a sentence for each topic; `now` in ms since 1970. */
export function timeNotices(records: readonly Time[], topics: readonly TopicSummary[], now: number): string[] {
  return topics.flatMap(({ name, retentionMs, timestampType }) => {
    const own = records.filter(({ topic }) => topic === name)
    if (own.length === 0) return []
    if (timestampType === 'LogAppendTime') {
      return [`${name} puts the time of the broker in place of the timestamps shown (LogAppendTime).`]
    }
    const old = own.filter(({ timestamp }) => retentionMs !== undefined && Number(timestamp) < now - retentionMs)
    if (old.length === 0 || retentionMs === undefined) return []
    const which = own.length === 1 ? 'this record' : `${old.length} of these ${plural(own.length, 'record')}`
    const they = old.length === 1 ? 'it is' : 'they are'
    return [
      `${name} deletes records older than ${duration(retentionMs)}, and Kafka counts from their timestamps: ` +
        `${which} may be gone soon after ${they} written.`,
    ]
  })
}
