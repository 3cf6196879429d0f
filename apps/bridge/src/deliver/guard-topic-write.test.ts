import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aProfile } from '../config/testing.ts'
import { ApiProblem } from '../operation/api-problem.ts'
import { guardTopicWrite, type TopicWrite } from './guard-topic-write.ts'

const writes: TopicWrite[] = ['create', 'change', 'delete']

/** The code of the refusal, or `allowed`. */
function answer(...given: Parameters<typeof guardTopicWrite>): string {
  try {
    guardTopicWrite(...given)
    return 'allowed'
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    expect(error.status).toBe(403)
    return error.body.code
  }
}

describe.each(writes)('a topic is to be written: %s', (write) => {
  it.each([
    { fact: 'the profile may', profile: {}, topic: 'orders', confirm: undefined, code: 'allowed' },
    {
      fact: 'the profile may not',
      profile: { mayCreateTopics: false, mayDeleteTopics: false },
      topic: 'orders',
      confirm: 'orders',
      code: 'read-only',
    },
    {
      fact: 'it is outside the allowlist',
      profile: { topics: ['orders', 'page.*'] },
      topic: 'secret',
      confirm: 'secret',
      code: 'topic-not-allowed',
    },
    {
      fact: 'the allowlist has it',
      profile: { topics: ['page.*'] },
      topic: 'page.view',
      confirm: undefined,
      code: 'allowed',
    },
    {
      fact: 'nothing was typed on production',
      profile: { environment: 'production' as const },
      topic: 'orders',
      confirm: undefined,
      code: 'not-confirmed',
    },
    {
      fact: 'another name was typed on production',
      profile: { environment: 'production' as const },
      topic: 'orders',
      confirm: 'Orders',
      code: 'not-confirmed',
    },
    {
      fact: 'its name was typed on production',
      profile: { environment: 'production' as const },
      topic: 'orders',
      confirm: 'orders',
      code: 'allowed',
    },
  ])('$fact: $code', ({ profile, topic, confirm, code }) => {
    expect(answer(aProfile(profile), write, topic, confirm)).toBe(code)
  })

  it("never lets Kafka's own topics through, whatever profile and name say", () => {
    const names = fc.oneof(
      fc.constantFrom('__consumer_offsets', '__transaction_state', '__share_group_state', '__cluster_metadata'),
      fc.string().map((rest) => `__${rest}`),
    )
    const environments = fc.constantFrom(
      'local' as const,
      'development' as const,
      'staging' as const,
      'production' as const,
    )
    fc.assert(
      fc.property(names, environments, fc.constantFrom(['*'], ['__*']), (topic, environment, topics) => {
        expect(answer(aProfile({ environment, topics: [...topics, topic] }), write, topic, topic)).toBe(
          'topic-internal',
        )
      }),
    )
  })
})
