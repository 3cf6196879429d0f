import { describe, expect, it } from 'vitest'
import { type FlowDestination, readFlowJson } from './flow/read-flow.ts'
import { compileFollow } from './follow-event.ts'

const kafka = (topic: string, more: object = {}) => ({
  package: '@walkeros/server-destination-kafka',
  config: { settings: { kafka: { brokers: ['localhost:9092'], topic, key: 'data.id' } }, ...more },
})

function destinationOf(flow: object, scope?: object): FlowDestination {
  const file = { version: 4, flows: { shop: { config: { platform: 'server' }, ...flow } } }
  const reading = readFlowJson(file)
  if (!reading.isReadable || reading.destinations[0] === undefined) throw new Error('no destination')
  const entry = { into: 'source', name: 'web' } as const
  return { ...reading.destinations[0], whole: { file, env: {}, entry, scope } }
}

function runtimeOf(version: string) {
  return { config: { platform: 'server', bundle: { packages: { '@walkeros/collector': { version } } } } }
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

describe.each(['4.2.1', '4.9.0'])('under walkerOS %s', (version) => {
  const at = (place: string) => [
    'flows',
    'shop',
    ...place.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step)),
  ]
  const is = (key: string, value: string, operator = 'eq') => ({ key, operator, value })

  it('tells which branches of a route an event takes, and what its conditions read', () => {
    const next = {
      one: [
        { match: is('event.data.id', 'B'), next: 'b' },
        {
          match: {
            and: [is('event.name', 'order', 'prefix'), { or: [is('event.data.id', 'x'), is('event.none', '')] }],
          },
          next: 'b',
        },
        { next: 'c' },
      ],
    }
    const transformers = { a: { config: {}, next }, b: { config: {}, before: [] }, c: { config: {}, before: [] } }
    const before = { match: is('ingest.ip', '127.', 'prefix'), next: 'a' }
    const flow = {
      ...runtimeOf(version),
      sources: { web: { package: '@walkeros/server-source-express', config: { ingest: { map: { ip: 'ip' } } } } },
      transformers,
      destinations: { kafka: { ...kafka('orders'), before } },
    }
    const follow = (ip: string) => compileFollow(destinationOf(flow, { ip }), { now: 5 }).follow(event, true)
    const toKafka = { of: 'kafka', position: 'destination.before' }
    const gate = at('destinations.kafka.before')
    const branch = (index: number) => at(`transformers.a.next.one.${index}`)
    expect(follow('10.0.0.1').routes).toEqual([
      { ...toKafka, place: [...gate, 'match'], holds: false, read: '10.0.0.1' },
      { ...toKafka, place: gate, holds: false },
    ])
    const { routes, journey } = follow('127.0.0.1')
    expect(journey.hops.flatMap(({ step }) => step ?? [])).toEqual(['a', 'b'])
    const match = [...branch(1), 'match']
    expect(routes).toEqual([
      { ...toKafka, place: [...gate, 'match'], holds: true, read: '127.0.0.1' },
      { ...toKafka, place: gate, holds: true },
      { ...toKafka, place: at('transformers.a.next'), holds: true },
      { ...toKafka, place: [...branch(0), 'match'], holds: false, read: 'A-1' },
      { ...toKafka, place: branch(0), holds: false },
      { ...toKafka, place: [...match, 'and', 0], holds: true, read: 'order complete' },
      { ...toKafka, place: [...match, 'and', 1, 'or', 0], holds: false, read: 'A-1' },
      { ...toKafka, place: [...match, 'and', 1, 'or', 1], holds: true, read: null },
      { ...toKafka, place: [...match, 'and', 1], holds: true },
      { ...toKafka, place: match, holds: true },
      { ...toKafka, place: branch(1), holds: true },
    ])
  })

  it('tells all branches that an event takes of many, once each', () => {
    const many = [
      { match: is('ingest.path', '/shop', 'prefix'), next: 'a' },
      { next: 'b' },
      { match: is('ingest.path', '/'), next: 'a' },
    ]
    const flow = {
      ...runtimeOf(version),
      sources: {
        web: {
          package: '@walkeros/server-source-express',
          config: { ingest: { map: { path: 'path' } } },
          next: { many },
        },
      },
      transformers: { a: { config: {}, before: [] }, b: { config: {}, before: [] } },
      destinations: { kafka: kafka('orders') },
    }
    const { routes, journey } = compileFollow(destinationOf(flow, { path: '/shop/1' }), { now: 5 }).follow(event, true)
    const taken = routes.filter(({ place }) => place.at(-1) !== 'match')
    expect(taken.map(({ place, holds }) => [place.at(-1), holds])).toEqual([
      ['next', true],
      [0, true],
      [1, true],
      [2, false],
    ])
    expect(journey.deliveries[0]?.made).toHaveLength(2)
  })
})
