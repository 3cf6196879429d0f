import { type Check, quote } from '../check.ts'
import { topicsOf } from '../walk-config.ts'

/** A topic is taken as it stands: a path in its place makes a topic of that very name. */
export const topicLikePath: Check = {
  code: 'topic-like-path',
  severity: 'warning',
  ofConfig({ config }) {
    return topicsOf(config)
      .filter(({ topic }) => /^(?:data|user|context|globals|custom|event|consent|source)\.\w+(?:\.\w+)*$/.test(topic))
      .map(({ topic, place }) => ({
        place,
        cause: `${quote(topic)} is taken as the name of a topic and not as a path into the event.`,
      }))
  },
}
