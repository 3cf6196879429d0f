import { createRequire } from 'node:module'
import { expect, it } from 'vitest'
import { explainError } from './explain-error.ts'

// What kafkajs itself makes of the number in an answer; it does not publish this.
const { createErrorFromCode } = createRequire(import.meta.url)('kafkajs/src/protocol/error') as {
  createErrorFromCode(code: number): Error
}

it.each([
  { error: 'NOT_ENOUGH_REPLICAS', number: 19, code: 'refused', sentence: /^Too few replicas .* did not write/ },
  {
    error: 'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
    number: 20,
    code: 'not-acknowledged',
    sentence: /may have been written/,
  },
  { error: 'REQUEST_TIMED_OUT', number: 7, code: 'not-acknowledged', sentence: /may have been written/ },
  { error: 'KAFKA_STORAGE_ERROR', number: 56, code: 'refused', sentence: /^The disk of the broker failed, or is full/ },
  { error: 'NOT_LEADER_FOR_PARTITION', number: 6, code: 'busy', sentence: /no leader at the moment/ },
  { error: 'TOPIC_AUTHORIZATION_FAILED', number: 29, code: 'authorization', sentence: /does not allow this user/ },
  { error: 'INVALID_TOPIC_EXCEPTION', number: 17, code: 'record-refused', sentence: /does not accept this topic name/ },
  { error: 'INVALID_TIMESTAMP', number: 32, code: 'record-refused', sentence: /does not accept the timestamp/ },
])('$error is told in a sentence', ({ number, code, sentence }) => {
  expect(explainError(createErrorFromCode(number), ['broker:9092'])).toMatchObject({
    code,
    message: expect.stringMatching(sentence),
  })
})

it('reads through what clients wrap around the cause', () => {
  const cause = createErrorFromCode(29)
  const wrapped = new Error('KafkaJSNumberOfRetriesExceeded', { cause: new Error('again', { cause }) })
  expect(explainError(wrapped, []).code).toBe('authorization')
})

it('knows a topic that was deleted while the client asked about it', () => {
  const { KafkaJSTopicMetadataNotLoaded } = createRequire(import.meta.url)('kafkajs/src/errors') as {
    KafkaJSTopicMetadataNotLoaded: new (message: string, about: { topic: string }) => Error
  }
  const gone = new KafkaJSTopicMetadataNotLoaded('Topic metadata not loaded', { topic: 'gone' })
  expect(explainError(gone, []).code).toBe('topic-missing')
})
