import { type Check, quote } from '../check.ts'
import { topicsOf } from '../walk-config.ts'

/**
 * A topic may hold letters, digits, dot, underscore and hyphen, at most 249. The broker refuses any other, and the
 * record is lost.
 */
export const topicIllegal: Check = {
  code: 'topic-illegal',
  severity: 'error',
  ofConfig({ config }) {
    return topicsOf(config)
      .filter(({ topic }) => !topic.includes('$') && !/^(?!\.{1,2}$)[\w.-]{1,249}$/.test(topic))
      .map(({ topic, place }) => ({ place, cause: `${quote(topic)} is no legal topic name.` }))
  },
}
