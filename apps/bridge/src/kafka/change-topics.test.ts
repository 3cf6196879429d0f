import kafkajs from 'kafkajs'
import { describe, expect, it, vi } from 'vitest'
import { createTopic, deleteTopic } from './change-topics.ts'

const partition = { partitionErrorCode: 0, partitionId: 0, leader: 1, replicas: [1], isr: [1] }
const unknown = new kafkajs.KafkaJSProtocolError({
  type: 'UNKNOWN_TOPIC_OR_PARTITION',
  code: 3,
  message: 'This server does not host this topic-partition',
} as never)

/** Brokers that answer one after the other what they know of a new topic. */
function brokersThatAnswer(...answers: (Error | number)[]) {
  const calls: string[][] = []
  return {
    calls,
    createTopics: async () => true,
    deleteTopics: async () => {},
    async fetchTopicMetadata(question?: { topics: string[] }) {
      calls.push(question?.topics ?? [])
      const answer = answers.shift() ?? 1
      if (answer instanceof Error) throw answer
      return { topics: [{ name: 'new', partitions: [{ ...partition, leader: answer }] }] }
    },
  }
}

describe('a topic that was just created', () => {
  it('is there when a broker knows it and its leaders', async () => {
    const brokers = brokersThatAnswer(unknown, -1, 1)
    await createTopic(brokers, 'new', { partitions: 1 })
    expect(brokers.calls).toEqual([['new'], ['new'], ['new']])
  })

  it('is waited for where no leader is chosen yet', async () => {
    const busy = new kafkajs.KafkaJSProtocolError({
      type: 'LEADER_NOT_AVAILABLE',
      code: 5,
      message: 'no leader',
    } as never)
    const brokers = brokersThatAnswer(busy, 1)
    await createTopic(brokers, 'new', { partitions: 1, replicationFactor: 1, config: { 'retention.ms': '1' } })
    expect(brokers.calls).toHaveLength(2)
  })

  it('is said to have no leader yet where that takes too long', async () => {
    const brokers = { ...brokersThatAnswer(), fetchTopicMetadata: async () => ({ topics: [] }) }
    vi.spyOn(performance, 'now').mockReturnValueOnce(0).mockReturnValue(60_000)
    const created = createTopic(brokers, 'new', { partitions: 1 })
    await expect(created).rejects.toMatchObject({ code: 'busy', message: expect.stringContaining('was created') })
    vi.restoreAllMocks()
  })

  it('is not waited for where it exists, or where nothing is created', async () => {
    const existing = { ...brokersThatAnswer(), createTopics: async () => false }
    await expect(createTopic(existing, 'new', { partitions: 1 })).rejects.toThrow('The topic new exists already.')
    const dry = brokersThatAnswer()
    await createTopic(dry, 'new', { partitions: 1, validateOnly: true })
    expect(dry.calls).toEqual([])
  })

  it('is said to fail for what no wait mends', async () => {
    await expect(createTopic(brokersThatAnswer(new Error('gone')), 'new', { partitions: 1 })).rejects.toThrow('gone')
  })
})

it('knows a topic to be gone where the client loses what the broker said', async () => {
  const lost = new TypeError("Cannot read properties of null (reading 'topicMetadata')")
  // The list of all topics names the topic `new` alone.
  const brokers = brokersThatAnswer(lost, 1)
  await deleteTopic(brokers, 'old')
  expect(brokers.calls).toEqual([['old'], []])
  await createTopic(brokersThatAnswer(lost, 1), 'new', { partitions: 1 })
})

it('waits until a broker has forgotten a topic that was deleted', async () => {
  const brokers = brokersThatAnswer(1, unknown)
  await deleteTopic(brokers, 'old')
  expect(brokers.calls).toEqual([['old'], ['old']])
})
