import type { JsonObject } from '@mapping-designer/shared-types'
import { describe, expect, it } from 'vitest'
import { compileDestination } from '../compile-destination.ts'
import { aConfig, anEvent } from '../testing/builders.ts'
import { sendOptions } from './build-record.ts'
import { recordSize } from './record-size.ts'

const recordOf = (config: JsonObject, event = anEvent()) => {
  const outcome = compileDestination(config, { now: 1_700_000_000_000 }).run(event)
  if (!('record' in outcome)) throw new Error(`no record: ${JSON.stringify(outcome)}`)
  return outcome.record
}
const rule = (changes: JsonObject) => ({ mapping: { order: { complete: changes } } })

describe('the key', () => {
  it.each<{ fact: string; config: JsonObject; event?: JsonObject; key: string }>([
    { fact: 'is the event name without a path', config: aConfig(), key: 'order_complete' },
    { fact: 'follows the path of the settings', config: aConfig({}, { key: 'user.id' }), key: 'us3r' },
    {
      fact: 'follows the path of the rule first',
      config: aConfig(rule({ settings: { key: 'data.id' } }), { key: 'user.id' }),
      key: 'ORD-1',
    },
    {
      fact: 'is the name again where the rule says ""',
      config: aConfig(rule({ settings: { key: '' } }), { key: 'user.id' }),
      key: 'order_complete',
    },
    {
      fact: 'is the name where the path gives a number',
      config: aConfig({}, { key: 'data.total' }),
      key: 'order_complete',
    },
    {
      fact: 'is the name where the path gives ""',
      config: aConfig({}, { key: 'data.id' }),
      event: anEvent({ data: { id: '' } }),
      key: 'order_complete',
    },
    {
      fact: 'is the new name of a renamed event',
      config: aConfig(rule({ name: 'big purchase' })),
      key: 'big_purchase',
    },
    { fact: 'is empty where the new name is ""', config: aConfig(rule({ name: '' })), key: '' },
  ])('$fact', ({ config, event, key }) => {
    expect(recordOf(config, event).key).toBe(key)
  })
})

describe('the value', () => {
  it.each<{ fact: string; data: JsonObject | string | string[]; isFull: boolean }>([
    { fact: 'the mapped data', data: { map: { order_id: 'data.id' } }, isFull: false },
    { fact: 'the whole event for a list', data: { set: ['data.id'] }, isFull: true },
    { fact: 'the whole event for a text', data: 'data.id', isFull: true },
    { fact: 'the whole event for an empty map', data: { map: { order_id: 'data.missing' } }, isFull: true },
    { fact: 'the object that a path gives', data: 'user', isFull: false },
  ])('is $fact', ({ data, isFull }) => {
    const value = JSON.parse(recordOf(aConfig(rule({ data }))).value)
    expect('timestamp' in value).toBe(isFull)
  })
})

describe('the timestamp', () => {
  it('is the event time as text', () => {
    expect(recordOf(aConfig()).timestamp).toBe('1700000102000')
  })
  it('is the clock where the event has none', () => {
    expect(recordOf(aConfig(), { name: 'page view' }).timestamp).toBe('1700000000000')
  })
})

it.each([
  { fact: 'brings none', event: { name: 'page view' }, origin: 'now' },
  { fact: 'has null', event: anEvent({ timestamp: null }), origin: 'now' },
  { fact: 'brings one', event: anEvent(), origin: 'event' },
])('comes from $origin where the event $fact', ({ event, origin }) => {
  const { steps } = compileDestination(aConfig(), { now: 1_700_000_000_000 }).explain(event)
  expect(steps.find(({ kind }) => kind === 'record')).toMatchObject({ timestamp: { origin } })
})

describe('how it is sent', () => {
  it.each([
    { kafka: {}, send: { acks: -1, compression: 1 } },
    { kafka: { acks: 0, compression: 'none', timeout: 500 }, send: { acks: 0, compression: 0, timeout: 500 } },
    { kafka: { acks: 1, compression: 'snappy', timeout: 0 }, send: { acks: 1, compression: 2, timeout: 0 } },
    { kafka: { acks: null, compression: null, timeout: null }, send: { acks: -1, compression: 1, timeout: null } },
    { kafka: { compression: 'lz4' }, send: { acks: -1, compression: 3 } },
    { kafka: { compression: 'zstd' }, send: { acks: -1, compression: 4 } },
    { kafka: { compression: 'toString' }, send: { acks: -1, compression: 1 } },
  ])('of $kafka', ({ kafka, send }) => {
    const made = sendOptions(kafka)
    expect(made).toEqual(send)
    expect(Object.keys(made)).toEqual(Object.keys(send))
  })
})

it('fails as walkerOS does where the name is no text and no path gives a key', () => {
  const outcome = compileDestination(aConfig(rule({ policy: { name: { value: 7 } } }))).run(anEvent())
  expect(outcome).toMatchObject({
    kind: 'failed',
    detail: expect.stringContaining('eventName.replace is not a function'),
  })
})

it('is not known where the settings hold a function that cannot be run', () => {
  const outcome = compileDestination(aConfig({}, { headers: { 'x-a': '$code:() => 1' } })).run(anEvent())
  expect(outcome).toMatchObject({ kind: 'failed', reason: 'code-not-run' })
})

it('keeps the content type unless the settings replace it in the same case', () => {
  expect(recordOf(aConfig({}, { headers: { 'Content-Type': 'x/y' } })).headers).toEqual({
    'content-type': 'application/json',
    'Content-Type': 'x/y',
  })
})

it.each<{ fact: string; kafka: JsonObject; event?: JsonObject; reason: string }>([
  { fact: 'an illegal topic', kafka: { topic: 'my topic' }, reason: 'holds the character " "' },
  {
    fact: 'a date as text',
    kafka: {},
    event: anEvent({ timestamp: '2024-01-01' }),
    reason: 'no whole number of milliseconds',
  },
  { fact: 'a header that is a number', kafka: { headers: { 'x-n': 5 } }, reason: 'The header "x-n" is 5' },
  { fact: 'idempotence without all acks', kafka: { idempotent: true, acks: 1 }, reason: 'needs acks -1' },
])('shows the record of $fact as undeliverable', ({ kafka, event, reason }) => {
  const outcome = compileDestination(aConfig({}, kafka)).run(event ?? anEvent())
  expect(outcome).toMatchObject({ kind: 'undeliverable', reason: expect.stringContaining(reason) })
})

// Measured with kafkajs' encoder and Kafka's own parser.
it('counts the bytes of a record and of its batch', () => {
  const record = {
    topic: 't',
    key: 'product_view',
    value: '{"a":1}',
    headers: { 'content-type': 'application/json' },
    timestamp: '1',
  }
  expect(recordSize(record)).toEqual({ key: 12, value: 7, record: 56, batch: 117 })
})
