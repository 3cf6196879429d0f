import { type Check, quote } from '../check.ts'
import { topicsOf } from '../walk-config.ts'

/** Kafka uses dot and underscore for the same thing in metric names: topics that differ only in these collide. */
export const topicCollision: Check = {
  code: 'topic-collision',
  severity: 'warning',
  ofConfig({ config }) {
    const seen = new Map<string, string>()
    return topicsOf(config).flatMap(({ topic, place }) => {
      const id = topic.replaceAll('.', '_')
      const other = seen.get(id)
      seen.set(id, topic)
      return other === undefined || other === topic
        ? []
        : [
            {
              place,
              cause: `${quote(topic)} and ${quote(other)} collide in the metrics of Kafka, where dot and underscore are the same.`,
            },
          ]
    })
  },
}
