import type { ApiError } from '@mapping-designer/shared-types'
import { mayProduceTo, type Profile } from '../config/profile.ts'
import { ApiProblem } from '../operation/api-problem.ts'

export type TopicWrite = 'create' | 'change' | 'delete'

const done = { create: 'created', change: 'changed', delete: 'deleted' }

/**
 * Why a topic of a profile may not be created, changed or deleted, whatever is typed; undefined where it may. The same
 * allowlist as for records counts, since a setting can empty a topic, and a topic that is created can be one that
 * somebody else waits for.
 */
export function topicWriteRefusal(profile: Profile, write: TopicWrite, topic: string): ApiError | undefined {
  const { name, mayCreateTopics, mayDeleteTopics } = profile
  if (!(write === 'delete' ? mayDeleteTopics : mayCreateTopics)) {
    return { code: 'read-only', message: `Profile ${name} may not ${write} topics.` }
  }
  // Kafka and the tools around it mark the topics of their own books so.
  if (topic.startsWith('__')) {
    return {
      code: 'topic-internal',
      message: `${topic} is for Kafka's own books: topics that begin with two underscores are never ${done[write]} here.`,
    }
  }
  if (mayProduceTo(profile, topic)) return undefined
  return {
    code: 'topic-not-allowed',
    message: `${topic} is not in the allowlist of profile ${name}.`,
    hint: 'Add it to produce.topics of the profile.',
  }
}

/**
 * The one guard of everything that writes topics: throws a 403 where a profile may not, and where the name of the topic
 * was not typed for a production cluster.
 */
export function guardTopicWrite(profile: Profile, write: TopicWrite, topic: string, confirm: string | undefined): void {
  const refusal = topicWriteRefusal(profile, write, topic)
  if (refusal !== undefined) throw new ApiProblem(403, refusal)
  guardTypedName(profile, topic, confirm, done[write])
}

/** Throws a 403 where the name of what is to be changed on a production cluster was not typed. */
export function guardTypedName(
  { name, environment }: Profile,
  wanted: string,
  typed: string | undefined,
  done: string,
): void {
  if (environment !== 'production' || typed === wanted) return
  throw new ApiProblem(403, {
    code: 'not-confirmed',
    message: `${name} is a production cluster: the name of ${wanted} has to be typed before it is ${done}.`,
    hint: 'Send it as the query parameter confirm.',
  })
}
