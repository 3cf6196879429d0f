import { memberOf } from '../../path/member-of.ts'
import { type Check, quote } from '../check.ts'
import { topicsOf } from '../walk-config.ts'

/** `walkeros setup` creates the topic that `setup` names, and no other. */
export const topicNotInSetup: Check = {
  code: 'topic-not-in-setup',
  severity: 'hint',
  ofConfig({ config }) {
    const topic = memberOf(config, 'setup', 'topic')
    if (typeof topic !== 'string') return []
    return topicsOf(config)
      .filter((one) => one.topic !== topic)
      .map((one) => ({
        place: one.place,
        cause: `${quote(one.topic)} is not created by ${quote('setup')}, which names ${quote(topic)}.`,
      }))
  },
}
