import { type Check, quote } from '../check.ts'
import { topicsOf } from '../walk-config.ts'

/** Topics in which Kafka keeps its own books. */
export const internalTopics: ReadonlySet<string> = new Set([
  '__consumer_offsets',
  '__transaction_state',
  '__share_group_state',
  '__cluster_metadata',
])

/** Kafka keeps its own books in a few topics. The broker refuses what clients send there, and the record is lost. */
export const topicInternal: Check = {
  code: 'topic-internal',
  severity: 'error',
  ofConfig({ config }) {
    return topicsOf(config)
      .filter(({ topic }) => internalTopics.has(topic))
      .map(({ topic, place }) => ({ place, cause: `${quote(topic)} belongs to Kafka itself.` }))
  },
}
