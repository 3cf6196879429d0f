import { recordDigest } from '@mapping-designer/mapping-engine'
import type { KafkaRecord, Outcome, ProduceRequest, StoredRecord } from '@mapping-designer/shared-types'
import { describe, expect, it } from 'vitest'
import { aProfile } from '../config/testing.ts'
import { KafkaFailure, type KafkaPort } from '../kafka/kafka-port.ts'
import { RegistryFailure, type SchemaRegistry } from '../registry/schema-registry.ts'
import type { Cluster } from './clusters.ts'
import { produceRecords } from './produce-records.ts'

const record = (key: string): KafkaRecord => ({ topic: 'orders', key, value: '{}', headers: {}, timestamp: '1' })
const message = (key: string): Outcome => ({
  kind: 'message',
  record: record(key),
  send: { acks: -1, compression: 0 },
  rule: null,
})
const denied: Outcome = { kind: 'denied', required: ['marketing'], rule: null }
const undeliverable: Outcome = { ...message('u'), kind: 'undeliverable', reason: 'The topic is empty.' } as Outcome
const failed: Outcome = { kind: 'failed', reason: 'invalid-name', detail: 'no name', rule: null }

const kafka = {
  send: async () => ({ partition: 0, offset: '7' }),
  partitionsOf: async () => 1,
  read: async (): Promise<StoredRecord> => ({ ...record('a'), partition: 0, offset: '7', headers: [] }),
} as unknown as KafkaPort

/** Results of some outcomes; give only what a test is about. */
function produced(
  outcomes: Outcome[],
  parts: { kafka?: Partial<KafkaPort>; registry?: Partial<SchemaRegistry>; request?: Partial<ProduceRequest> } = {},
) {
  const cluster: Cluster = {
    profile: aProfile(),
    kafka: { ...kafka, ...parts.kafka },
    registry: parts.registry as SchemaRegistry | undefined,
  }
  const request = { profile: 'test', flow: '', events: [], ...parts.request } as unknown as ProduceRequest
  return produceRecords(
    cluster,
    async () => outcomes,
    request,
    () => {},
  )
}
const reject = (error: unknown) => async () => {
  throw error
}

describe('the digests of what was on the screen', () => {
  it('let the same records through, and events without one', async () => {
    const digests = [await recordDigest(record('a')), null]
    expect(await produced([message('a'), denied], { request: { digests } })).toMatchObject([
      { index: 0, status: 'produced', identical: true },
      { index: 1, status: 'skipped', reason: 'needs consent: marketing' },
    ])
  })

  it.each([
    { fact: 'another record', outcomes: [message('a')], digests: ['x'], which: 1 },
    { fact: 'a record more', outcomes: [denied, message('a')], digests: [null], which: 2 },
    { fact: 'a record where there was none', outcomes: [message('a')], digests: [null], which: 1 },
  ])('stop $fact', async ({ outcomes, digests, which }) => {
    await expect(produced(outcomes, { request: { digests } })).rejects.toThrow(
      `Record ${which} is not the one on the screen, so nothing was sent.`,
    )
  })

  it('stop an event less', async () => {
    await expect(produced([denied], { request: { digests: [null, null] } })).rejects.toThrow(
      'Record 2 is not the one on the screen',
    )
  })
})

it('says of each event that has no record why it has none', async () => {
  expect(await produced([denied, undeliverable, failed])).toEqual([
    { index: 0, status: 'skipped', reason: 'needs consent: marketing' },
    { index: 1, status: 'refused', failure: 'undeliverable', reason: 'The topic is empty.' },
    { index: 2, status: 'refused', failure: 'failed', reason: 'no name' },
  ])
})

describe('a record that was written and cannot be proven', () => {
  it.each([
    { error: new KafkaFailure('no-answer', 'Nobody answered.'), reason: 'Not read back: Nobody answered.' },
    { error: new TypeError('a fault of ours'), reason: 'Not read back: a fault of ours' },
    { error: 'a text', reason: 'Not read back: a text' },
    {
      error: new KafkaFailure('authorization', 'no'),
      reason: 'Not read back: the cluster does not allow this user to read the topic; that takes an ACL for Read.',
    },
  ])('still is produced: $reason', async ({ error, reason }) => {
    expect(await produced([message('a')], { kafka: { read: reject(error) } })).toMatchObject([
      { status: 'produced', partition: 0, offset: '7', reason },
    ])
  })
})

it('goes on after a record that the cluster refuses, and stops where the cluster is gone', async () => {
  const send: KafkaPort['send'] = async ({ key }) => {
    if (key === 'large') throw new KafkaFailure('record-too-large', 'It is too large.')
    if (key === 'gone') throw new KafkaFailure('unreachable', 'Nobody answers.')
    return { partition: 0, offset: '7' }
  }
  const outcomes = [message('large'), message('a'), message('gone'), denied, message('a')]
  expect(await produced(outcomes, { kafka: { send }, request: { verify: false } })).toMatchObject([
    { status: 'failed', failure: 'record-too-large', reason: 'It is too large.' },
    { status: 'produced' },
    { status: 'failed', failure: 'unreachable' },
    { status: 'skipped' },
    { status: 'failed', reason: 'Not sent: the cluster went away at record 3.' },
  ])
})

it('says that nobody can know of a record whose answer got lost', async () => {
  const send = reject(new KafkaFailure('lost-answer', 'The answer got lost.'))
  expect(await produced([message('a')], { kafka: { send } })).toMatchObject([{ status: 'unknown' }])
})

describe('a registry that checks values', () => {
  it.each([
    { objectionTo: async () => 'It does not fit.', failure: 'schema', reason: 'It does not fit.' },
    {
      objectionTo: reject(new RegistryFailure('The registry is away.')),
      failure: 'registry',
      reason: 'The value could not be checked. The registry is away.',
    },
  ])('keeps a record back: $reason', async ({ objectionTo, failure, reason }) => {
    expect(await produced([message('a')], { registry: { objectionTo } })).toMatchObject([
      { status: 'refused', topic: 'orders', failure, reason },
    ])
  })
})

it.each([
  { fact: 'sending', parts: { kafka: { send: reject(new TypeError('ours')) } } },
  { fact: 'checking', parts: { registry: { objectionTo: reject(new TypeError('ours')) } } },
])('does not take a fault of its own while $fact for one of the cluster', async ({ parts }) => {
  await expect(produced([message('a')], parts)).rejects.toThrow('ours')
})
