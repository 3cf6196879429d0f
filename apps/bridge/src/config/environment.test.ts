import { describe, expect, it } from 'vitest'
import { mayProduceTo, profileFromEnvironment } from './environment.ts'

describe('the profile of the KAFKA_* variables', () => {
  it('is read only unless producing is switched on', () => {
    expect(profileFromEnvironment({ KAFKA_BROKERS: 'a:9092, b:9092' })).toMatchObject({
      name: 'env',
      brokers: ['a:9092', 'b:9092'],
      mayProduce: false,
      topics: [],
    })
  })
  it('is none without brokers', () => {
    expect(profileFromEnvironment({})).toBeUndefined()
  })
  it('reads mechanism, user and topics', () => {
    const variables = {
      KAFKA_BROKERS: 'a:9092',
      KAFKA_TLS_ENABLED: 'true',
      KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
      KAFKA_SASL_USERNAME: 'alice',
      KAFKA_SASL_PASSWORD: 'secret',
      PRODUCE_ENABLED: 'true',
      PRODUCE_TOPICS: 'orders.*, web',
    }
    expect(profileFromEnvironment(variables)).toMatchObject({
      ssl: {},
      sasl: { mechanism: 'scram-sha-512', username: 'alice' },
      mayProduce: true,
      topics: ['orders.*', 'web'],
    })
  })
  it.each([
    {
      variables: { KAFKA_BROKERS: 'kafka' },
      message: 'KAFKA_BROKERS holds "kafka", which has no port; write it as host:port.',
    },
    {
      variables: { KAFKA_BROKERS: 'a:1', KAFKA_SASL_USERNAME: 'a' },
      message: 'KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD must both be set.',
    },
    {
      variables: { KAFKA_BROKERS: 'a:1', KAFKA_SASL_MECHANISM: 'aws' },
      message: 'KAFKA_SASL_MECHANISM must be plain, scram-sha-256 or scram-sha-512.',
    },
    {
      variables: { KAFKA_BROKERS: 'a:1', PRODUCE_ENABLED: 'yes' },
      message: 'PRODUCE_ENABLED must be "true" or "false".',
    },
  ])('says: $message', ({ variables, message }) => {
    expect(() => profileFromEnvironment(variables)).toThrow(message)
  })
})

it.each([
  { topics: ['*'], topic: 'any.thing', may: true },
  { topics: ['orders.*'], topic: 'orders.v1', may: true },
  { topics: ['orders.*'], topic: 'ordersXv1', may: false },
  { topics: ['orders'], topic: 'orders.v1', may: false },
  { topics: [], topic: 'orders', may: false },
])('an allowlist of $topics says $may to $topic', ({ topics, topic, may }) => {
  expect(mayProduceTo({ topics }, topic)).toBe(may)
})
