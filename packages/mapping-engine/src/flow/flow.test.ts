import { describe, expect, it } from 'vitest'
import { valueAt } from '../path/value-at.ts'
import { aConfig, aFlow } from '../testing/builders.ts'
import { isPlainJson, plainFlow, setInFlow } from './edit-flow.ts'
import { chooseDestination, type FlowDestination, readFlow, readFlowJson } from './read-flow.ts'
import { resolveFlow } from './resolve-references.ts'

const topic = ['flows', 'default', 'destinations', 'kafka', 'config', 'settings', 'kafka', 'topic']

describe('editing', () => {
  it('changes one line of a commented file with Windows line ends and tabs', () => {
    const text = JSON.stringify(aFlow(), null, '\t').replaceAll('\n', '\r\n').replace('{', '{ // ours')
    const edited = setInFlow(text, topic, 'orders')
    const changed = edited.split('\r\n').filter((line, index) => line !== text.split('\r\n')[index])
    expect(changed).toEqual(['\t\t\t\t\t\t\t\t"topic": "orders"'])
  })

  it('removes a value that is undefined', () => {
    const config = JSON.parse(setInFlow(JSON.stringify(aFlow()), topic, undefined))
    expect(config.flows.default.destinations.kafka.config.settings.kafka).toEqual({ brokers: ['localhost:9092'] })
  })
})

describe('reading', () => {
  it('finds every Kafka destination of every flow', () => {
    const reading = readFlow(JSON.stringify(aFlow()))
    expect(reading.isReadable && reading.destinations.map(({ flowName, name }) => [flowName, name])).toEqual([
      ['default', 'kafka'],
    ])
  })

  it.each([
    {
      text: '{"version": 3, "flows": {}}',
      code: 'flow-version',
      message: 'This is a flow file of version 3; only version 4 can be opened.',
    },
    {
      text: '{"a": 1}',
      code: 'flow-version',
      message: 'This is no flow file, and no part of one that is known.',
    },
    { text: '{"version": 4\n "flows": {}}', code: 'flow-syntax', message: 'Line 2, column 2: a comma is missing.' },
    { text: '{"version": 4, "flows": []}', code: 'flow-shape', message: '`flows` must be an object.' },
    { text: '7', code: 'flow-shape', message: 'The document must be an object.' },
    {
      text: '{"version": 4, "flows": {"a": {"destinations": {"it": {"config": 7}}}}}',
      code: 'flow-shape',
      message: '`flows.a.destinations.it.config` must be an object.',
    },
  ])('says what is wrong with $text', ({ text, code, message }) => {
    const reading = readFlow(text)
    expect(!reading.isReadable && reading.error).toMatchObject({ code, message })
  })
})

describe('choosing a destination', () => {
  const { destinations } = readFlow(JSON.stringify(aFlow())) as { destinations: FlowDestination[] }

  it('takes the first, or the one that is named', () => {
    expect(chooseDestination(destinations, {})).toMatchObject({ name: 'kafka' })
    expect(chooseDestination(destinations, { flowName: 'default', destination: 'kafka' })).toMatchObject({
      name: 'kafka',
    })
  })

  it.each([
    {
      from: destinations,
      wanted: { destination: 'ga4' },
      says: 'has no Kafka destination "ga4"; it has default/kafka.',
    },
    { from: destinations, wanted: { flowName: 'web' }, says: 'has no Kafka destination "web"; it has default/kafka.' },
    { from: [], wanted: {}, says: 'The flow file has no Kafka destination.' },
  ])('says what there is instead of $wanted', ({ from, wanted, says }) => {
    expect(chooseDestination(from, wanted)).toMatchObject({ message: expect.stringContaining(says) })
  })

  it.each([
    { step: { package: '@walkeros/server-destination-kafka@4.6.1' }, isKafka: true },
    { step: { package: '@walkeros/server-destination-api', config: { settings: { kafka: {} } } }, isKafka: false },
    { step: { code: 'kafka', config: { settings: { kafka: {} } } }, isKafka: true },
    { step: { config: { settings: { url: 'x' } } }, isKafka: false },
  ])('knows the Kafka destination in $step: $isKafka', ({ step, isKafka }) => {
    const flow = { version: 4, flows: { a: { destinations: { it: step } }, b: {} } }
    const reading = readFlow(JSON.stringify(flow))
    expect(reading.isReadable && reading.destinations.length).toBe(isKafka ? 1 : 0)
  })
})

it('says where a key stands twice, for only its last value would count', () => {
  const reading = readFlow('{"version": 4,\n "flows": {}, "flows": {}}')
  expect(!reading.isReadable && reading.error.message).toMatch(/^Line 2, column 15: .*flows/)
})

it('keeps secrets and stores that nobody gave a value for as they are, and says that they are open', () => {
  const kafka = { brokers: ['$env.BROKER:localhost:9092'], topic: '$secret.TOPIC', key: '$store.keys' }
  const flow = JSON.stringify(aFlow({ settings: { kafka } }))
  const resolved = (values: Record<string, string>) => {
    const reading = readFlow(flow, values)
    return reading.isReadable ? reading.destinations[0] : undefined
  }
  expect(resolved({})).toMatchObject({
    effective: { settings: { kafka: { brokers: ['localhost:9092'], topic: '$secret.TOPIC' } } },
    references: [{ text: '$secret.TOPIC' }, { text: '$store.keys' }],
  })
  expect(resolved({ TOPIC: 'orders', BROKER: 'kafka:1' })).toMatchObject({
    effective: { settings: { kafka: { brokers: ['kafka:1'], topic: 'orders' } } },
  })
})

it('takes what holds no reference as it stands in the file, beside what is resolved', () => {
  const map = { id: 'data.id', list: ['a', { loop: ['nested', 'id'] }], none: null, '': 1 }
  const own = JSON.parse('{"a": {"b": 1}, "__proto__": {"c": 2}}')
  const config = {
    settings: { kafka: { topic: '$env.TOPIC', brokers: ['a:1', '$var.broker'], options: { acks: 1 } } },
    mapping: { order: { complete: { data: { map } } }, page: { view: { name: '$var.name', data: { map, own } } } },
  }
  const file = {
    version: 4,
    variables: { broker: 'b:1', name: 'seen' },
    flows: { default: { destinations: { kafka: { package: '@walkeros/server-destination-kafka', config } } } },
  }
  const reading = readFlowJson(file, { TOPIC: 'orders' })
  const effective = reading.isReadable ? reading.destinations[0]?.effective : undefined
  expect(effective).toEqual({
    settings: { kafka: { topic: 'orders', brokers: ['a:1', 'b:1'], options: { acks: 1 } } },
    mapping: { order: config.mapping.order, page: { view: { name: 'seen', data: { map, own: { a: { b: 1 } } } } } },
  })
  expect(valueAt(effective, ['mapping', 'order'])).toBe(config.mapping.order)
  const whole = resolveFlow(file, 'default', { TOPIC: 'orders' })
  expect(whole).toMatchObject({ settings: { destinations: { kafka: { config: effective } } } })
})

it('resolves the references of a file once for all that looks at it, contracts of megabytes too', () => {
  const file = aFlow(aConfig({}, { topic: '$env.TOPIC' }))
  const settings = (values: Record<string, string>) => {
    const resolved = resolveFlow(file, 'default', values)
    return 'settings' in resolved ? resolved.settings : resolved.failure
  }
  expect(settings({ TOPIC: 'a' })).toBe(settings({ TOPIC: 'a' }))
  expect(settings({ TOPIC: 'a' })).not.toEqual(settings({ TOPIC: 'b' }))
  expect(resolveFlow(structuredClone(file), 'default', {})).toEqual(resolveFlow(file, 'default', {}))
})

it('edits and writes files with a byte order mark, tabs and Windows line ends as they are', () => {
  const text = `\uFEFF${JSON.stringify(aFlow(), null, '\t').replaceAll('\n', '\r\n')}\r\n`
  expect(setInFlow(text, topic, 'orders')).toBe(
    text.replace('"events"', '"orders"').replace(/"topic": "[^"]*"/, '"topic": "orders"'),
  )
  expect(plainFlow(text.slice(1))).toBe(text.slice(1))
  expect(plainFlow('{\n    "a": [1,],\n    // why\n    "b": 2\n}')).toBe(
    '{\n    "a": [\n        1\n    ],\n    "b": 2\n}\n',
  )
  expect([isPlainJson('{"a": 1}'), isPlainJson('{"a": 1,}')]).toEqual([true, false])
})
