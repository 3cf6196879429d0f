import { expect, it } from 'vitest'
import { type FlowDestination, readFlowJson } from './flow/read-flow.ts'
import { compileFollow } from './follow-event.ts'

const kafka = (topic: string, more: object = {}) => ({
  package: '@walkeros/server-destination-kafka',
  config: { settings: { kafka: { brokers: ['localhost:9092'], topic, key: 'data.id' } }, ...more },
})

function destinationOf(flow: object): FlowDestination {
  const file = { version: 4, flows: { shop: { config: { platform: 'server' }, ...flow } } }
  const reading = readFlowJson(file)
  if (!reading.isReadable || reading.destinations[0] === undefined) throw new Error('no destination')
  const entry = { into: 'source', name: 'web' } as const
  return { ...reading.destinations[0], whole: { file, env: {}, entry } }
}

const flow = {
  sources: {
    web: { package: '@walkeros/server-source-express', config: { policy: { 'data.channel': { value: 'web' } } } },
  },
  destinations: {
    kafka: kafka('orders'),
    held: kafka('held', { consent: { marketing: true } }),
    ga4: { package: '@walkeros/server-destination-api', config: { mapping: { '*': { '*': { data: 'data.id' } } } } },
  },
}
const event = { name: 'order complete', data: { id: 'A-1' } }

it('tells each part of the way of an event, with the event as it came in and went out', () => {
  const { outcome, journey } = compileFollow(destinationOf(flow), { now: 5 }).follow(event, true)
  expect(outcome).toMatchObject({ kind: 'message', record: { topic: 'orders', key: 'A-1' } })
  expect(journey.hops).toMatchObject([
    { position: 'source.mapping', of: 'web', in: event, out: { data: { id: 'A-1', channel: 'web' } } },
    { position: 'collector', in: { data: { channel: 'web' } }, out: { entity: 'order', action: 'complete' } },
    { position: 'consent', of: 'kafka', verdict: 'same' },
    { position: 'destination.mapping', of: 'kafka', in: { entity: 'order' } },
    { position: 'consent', of: 'held', verdict: 'denied' },
    { position: 'consent', of: 'ga4', verdict: 'same' },
    { position: 'destination.mapping', of: 'ga4' },
  ])
})

it('says what each destination gets, also one that is no Kafka', () => {
  const { journey } = compileFollow(destinationOf(flow), { now: 5 }).follow(event, false)
  expect(journey.deliveries.map(({ destination, made }) => [destination, made[0]?.outcome])).toMatchObject([
    ['kafka', { kind: 'message', record: { topic: 'orders' } }],
    ['held', { kind: 'denied', required: ['marketing'] }],
    ['ga4', { kind: 'message', record: { value: expect.stringContaining('A-1') } }],
  ])
  expect(journey.hops.some((hop) => 'in' in hop)).toBe(false)
})
