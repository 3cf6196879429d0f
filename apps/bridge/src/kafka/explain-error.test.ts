import { createRequire } from 'node:module'
import { ResponseError } from '@platformatic/kafka'
import { describe, expect, it } from 'vitest'
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
  { error: 'UNKNOWN_TOPIC_OR_PARTITION', number: 3, code: 'topic-missing', sentence: /does not exist on this cluster/ },
  { error: 'TOPIC_ALREADY_EXISTS', number: 36, code: 'topic-exists', sentence: /exists already/ },
  { error: 'MESSAGE_TOO_LARGE', number: 10, code: 'record-too-large', sentence: /larger than the topic accepts/ },
  { error: 'RECORD_LIST_TOO_LARGE', number: 18, code: 'record-too-large', sentence: /larger than the topic accepts/ },
  { error: 'CLUSTER_AUTHORIZATION_FAILED', number: 31, code: 'authorization', sentence: /does not allow this user/ },
  {
    error: 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
    number: 53,
    code: 'authorization',
    sentence: /does not allow this user transactions/,
  },
  { error: 'GROUP_AUTHORIZATION_FAILED', number: 30, code: 'authorization', sentence: /this user the consumer group/ },
  { error: 'INVALID_PRODUCER_EPOCH', number: 47, code: 'fenced', sentence: /^Another process took over this work/ },
  { error: 'CONCURRENT_TRANSACTIONS', number: 51, code: 'busy', sentence: /transaction before this one/ },
  { error: 'GROUP_COORDINATOR_NOT_AVAILABLE', number: 15, code: 'busy', sentence: /no coordinator/ },
  { error: 'LEADER_NOT_AVAILABLE', number: 5, code: 'busy', sentence: /no leader at the moment/ },
  { error: 'UNSUPPORTED_SASL_MECHANISM', number: 33, code: 'authentication', sentence: /does not offer this SASL/ },
  { error: 'SASL_AUTHENTICATION_FAILED', number: 58, code: 'authentication', sentence: /refused user or password/ },
  { error: 'ILLEGAL_SASL_STATE', number: 34, code: 'authentication', sentence: /^The listener asks for no login/ },
  { error: 'INVALID_CONFIG', number: 40, code: 'refused', sentence: /^The broker does not take the settings of the/ },
  { error: 'OFFSET_OUT_OF_RANGE', number: 1, code: 'not-found', sentence: /no record at this offset/ },
  { error: 'INVALID_TIMESTAMP', number: 32, code: 'record-refused', sentence: /does not accept the timestamp/ },
])('$error becomes a sentence', ({ number, code, sentence }) => {
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

const coded = (code: string, message = 'failed') => Object.assign(new Error(message), { code })

it.each([
  {
    fact: 'a host that is not allowed',
    error: coded('EHOSTNOTALLOWED', 'b is not named in hosts.'),
    code: 'host-not-allowed',
    sentence: /^b is not named/,
  },
  {
    fact: 'an expired certificate',
    error: coded('CERT_HAS_EXPIRED'),
    code: 'tls',
    sentence: /^The certificate of a:1 has expired/,
  },
  { fact: 'another authority', error: coded('SELF_SIGNED_CERT_IN_CHAIN'), code: 'tls', sentence: /is not trusted/ },
  { fact: 'another name', error: coded('ERR_TLS_CERT_ALTNAME_INVALID'), code: 'tls', sentence: /is not trusted/ },
  {
    fact: 'a listener without TLS',
    error: new Error('Client network socket disconnected before secure TLS connection was established'),
    code: 'tls',
    sentence: /^a:1 does not speak TLS/,
  },
  {
    fact: 'a name nobody knows',
    error: coded('ENOTFOUND'),
    code: 'unreachable',
    sentence: /^The host of a:1 is not known/,
  },
  {
    fact: 'a broker that is down',
    error: coded('ECONNREFUSED'),
    code: 'unreachable',
    sentence: /^Nothing answers at a:1/,
  },
  {
    fact: 'a broker that is silent',
    error: coded('ETIMEDOUT'),
    code: 'no-answer',
    sentence: /^a:1 does not answer in time/,
  },
  {
    fact: 'a request that takes too long',
    error: new Error('Request timeout'),
    code: 'no-answer',
    sentence: /in time/,
  },
  {
    fact: 'a connection that is closed',
    error: coded('ECONNRESET'),
    code: 'unreachable',
    sentence: /^a:1 closed the connection/,
  },
  {
    fact: 'a login that fails',
    error: new Error('SASL PLAIN authentication failed: no'),
    code: 'authentication',
    sentence: /refused user or password/,
  },
  {
    fact: 'a codec nobody has',
    error: Object.assign(new Error('Snappy compression not implemented'), { name: 'KafkaJSNotImplemented' }),
    code: 'codec',
    sentence: /^Snappy compression not implemented\.$/,
  },
  {
    fact: 'a topic that another client does not know',
    error: new Error('Unknown topic orders'),
    code: 'topic-missing',
    sentence: /does not exist/,
  },
  {
    fact: 'what nobody has met',
    error: new Error('the moon is full'),
    code: 'refused',
    sentence: /^Kafka refused: the moon is full\.$/,
  },
  { fact: 'what is no error', error: 'a text.', code: 'refused', sentence: /^Kafka refused: a text\.$/ },
])('tells $fact in a sentence', ({ error, code, sentence }) => {
  expect(explainError(error, ['a:1'])).toMatchObject({ code, message: expect.stringMatching(sentence) })
})

it('tells a name that the cluster advertises from one that a person wrote', () => {
  const unknown = Object.assign(coded('ENOTFOUND'), { broker: 'inside:9092' })
  expect(explainError(unknown, ['outside:9092']).hint).toMatch(/advertised\.listeners/)
  expect(explainError(unknown, ['inside:9092']).hint).toBe('Check the name.')
})

describe('of several brokers', () => {
  const brokers = ['a:1', 'b:2', 'c:3']
  const wrapped = (broker: string, error: Error) =>
    Object.assign(new Error(`Connection to ${broker} failed.`), { code: 'PLT_KFK_NETWORK', cause: error })
  const says = (error: Error) => explainError(error, brokers).message

  it('those that are down are named, and no other', () => {
    expect(says(Object.assign(coded('ECONNREFUSED'), { broker: 'b:2' }))).toBe('Nothing answers at b:2.')
    expect(says(wrapped('b:2', coded('ECONNREFUSED')))).toBe('Nothing answers at b:2.')
    const both = new AggregateError([wrapped('a:1', coded('ECONNREFUSED')), wrapped('c:3', coded('ECONNREFUSED'))])
    expect(says(both)).toBe('Nothing answers at a:1, c:3.')
    const mixed = new AggregateError([wrapped('a:1', coded('ECONNRESET')), wrapped('c:3', coded('ECONNREFUSED'))])
    expect(says(mixed)).toBe('a:1 closed the connection.')
  })

  it('all are named as possible ones where the client does not say which', () => {
    expect(says(coded('ETIMEDOUT'))).toBe('One of a:1, b:2, c:3 does not answer in time.')
    expect(says(coded('ECONNREFUSED'))).toBe('Nothing answers at one of a:1, b:2, c:3.')
  })
})

it('leaves alone what was explained before, and looks into errors of several causes', () => {
  const explained = explainError(coded('ECONNREFUSED'), ['a:1'])
  expect(explainError(explained, [])).toBe(explained)
  const several = new AggregateError([new Error('first'), coded('ECONNREFUSED')], 'all failed')
  expect(explainError(several, ['a:1']).code).toBe('unreachable')
  const ring = new Error('round')
  ring.cause = ring
  expect(explainError(ring, []).message).toBe('Kafka refused: round.')
})

it.each([
  { action: 'read', sentence: 'read this topic', hint: 'Read and Describe' },
  { action: 'produce', sentence: 'write to this topic', hint: 'Write and Describe' },
  { action: 'create', sentence: 'create this topic', hint: 'Create on the topic, or on the cluster' },
  { action: 'change', sentence: 'change this topic', hint: 'AlterConfigs' },
  { action: 'delete', sentence: 'delete this topic', hint: 'Delete and Describe' },
  { action: 'describe', sentence: 'see this topic', hint: 'DescribeConfigs' },
] as const)('says which ACLs it takes to $action a topic', ({ action, sentence, hint }) => {
  const refusal = Object.assign(new Error('Not authorized'), { type: 'TOPIC_AUTHORIZATION_FAILED', code: 29 })
  expect(explainError(new Error('outer', { cause: refusal }), ['a:9092'], action)).toMatchObject({
    code: 'authorization',
    message: `The cluster does not allow this user to ${sentence}.`,
    hint: expect.stringContaining(hint),
  })
})

describe('records whose time a broker refuses', () => {
  /** As @platformatic/kafka hands over the answer of a broker, with a sentence for each record before the fault. */
  const refused = (count: number, time: number, limit: number) =>
    new ResponseError(
      0,
      11,
      Object.fromEntries([
        ...Array.from({ length: count }, (_, at) => [
          `/responses/0/partition_responses/0/record_errors/${at}`,
          [
            -1,
            `Timestamp ${time} of message with offset ${at} is out of range. The timestamp should be within [-9223370240998178790, ${limit}].`,
          ],
        ]),
        ['/responses/0/partition_responses/0', [32, 'One or more records have been rejected due to invalid timestamp']],
      ]),
      {},
    )
  const hour = 3_600_000

  it('are to blame themselves, however many they are', () => {
    const ahead = Date.now() + 2 * hour
    expect(explainError(refused(1, ahead, ahead - hour), [])).toMatchObject({ code: 'record-refused' })
    expect(explainError(refused(5_000, ahead, ahead - hour), [])).toMatchObject({ code: 'record-refused' })
  })

  it('are not to blame where the time is past here, and the broker takes it for one far ahead', () => {
    const now = Date.now()
    expect(explainError(refused(30, now, now - 23 * hour), [])).toMatchObject({
      code: 'refused',
      message: expect.stringMatching(/^The clock of a broker is behind/),
    })
  })
})
