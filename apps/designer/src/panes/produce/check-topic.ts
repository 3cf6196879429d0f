import { matchesWildcard, type ProfileSummary, type TopicSummary } from '@mapping-designer/shared-types'

/** Whether a record can go to its topic, as far as the page knows. */
export type TopicCheck = 'ready' | 'unknown' | 'to-create' | 'no-topic' | 'not-allowed'

/** `profile` is undefined without a cluster; `topics` are those of the cluster, null where it has not named them. */
export function checkTopic(
  topic: string,
  profile: Pick<ProfileSummary, 'topics' | 'mayCreateTopics'> | undefined,
  topics: readonly Pick<TopicSummary, 'name'>[] | null,
): TopicCheck {
  if (profile === undefined) return 'unknown'
  if (!profile.topics.some((pattern) => matchesWildcard(pattern, topic))) return 'not-allowed'
  if (topics === null) return 'unknown'
  if (topics.some(({ name }) => name === topic)) return 'ready'
  // Two underscores begin the names of Kafka's own topics, which are never created from here.
  return profile.mayCreateTopics && !topic.startsWith('__') ? 'to-create' : 'no-topic'
}

/** Whether it is known that the record would fail. */
export function isBlocked(check: TopicCheck): boolean {
  return check === 'no-topic' || check === 'not-allowed'
}
