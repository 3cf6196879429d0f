import { chooseFromFlow, type FlowDestination, previewLine } from '@mapping-designer/mapping-engine'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import type { JsonObject, Outcome } from '@mapping-designer/shared-types'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { createEventRunner } from './event-runner.ts'
import { maxPortion } from './portion.ts'
import type { RequestBounds } from './request-bounds.ts'

const runner = createEventRunner({ start: 60_000, event: 5_000 })
afterAll(() => runner.close())

function destination(fn: string) {
  return destinationFor({ map: { out: { fn: `$code:${fn}` }, k: { value: 1 } } })
}

function destinationFor(data: JsonObject) {
  const found = chooseFromFlow({ flow: aFlow(aConfig({ mapping: { order: { complete: { data } } } })) })
  if ('error' in found) throw new Error(found.error.message)
  return found
}

/** The lines of a preview. */
async function explain(to: FlowDestination, events: unknown[], bounds?: RequestBounds, by = runner) {
  const request = { destination: to, events, now: 0, bounds, isOneRun: true, hasSteps: bounds === undefined }
  return (await by.explanations(request)).map((explanation, index) => previewLine(to, explanation, index))
}

const plain = destinationFor({ map: { id: 'id', trace: 'source.trace' } })

it('runs functions and keeps the order of the events', async () => {
  const events = [1, 2, 3].map((total) => anEvent({ data: { total } }))
  const results = await explain(destination('(event) => event.data.total * 2'), events)
  expect(results.map(({ index, message }) => [index, message?.value])).toEqual([
    [0, '{"out":2,"k":1}'],
    [1, '{"out":4,"k":1}'],
    [2, '{"out":6,"k":1}'],
  ])
})

it.each(['() => [Math.random(), Date.now()]', 'ids without a function'])(
  'gives each event that is written its own clock and random numbers, the same on a retry: %s',
  async (value) => {
    const to = value.includes('=>') ? destination(value) : plain
    const { id, timestamp, source, ...event } = anEvent()
    const contexts = [1, 2].map((offset) => ({ now: 1_700_000_000_000 + offset, seed: `orders/0/${offset}` }))
    const outcomes = await runner.outcomes({ destination: to, events: [event, event], now: 0, contexts })
    const made = outcomes.map((outcome) => (outcome.kind === 'message' ? outcome.record : null))
    expect(made.map((record) => record?.timestamp)).toEqual(['1700000000001', '1700000000002'])
    expect(made[0]?.value).not.toBe(made[1]?.value)
    expect(await runner.outcomes({ destination: to, events: [event, event], now: 0, contexts })).toEqual(outcomes)
    expect(await runner.outcomes({ destination: to, events: [event], now: 0, contexts: contexts.slice(1) })).toEqual([
      outcomes[1],
    ])
  },
)

it.each([1_500, 100_000])('fails an event of %d levels alone', async (levels) => {
  const deep = JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`) as JsonObject
  const events = [anEvent(), anEvent({ context: deep }), anEvent()]
  const outcomes = await runner.outcomes({ destination: destination('(event) => event.data.id'), events, now: 0 })
  expect(outcomes.map(({ kind }) => kind)).toEqual(['message', 'failed', 'message'])
  const results = await explain(destination('(event) => event.data.id'), events)
  expect(results.map(({ outcome }) => outcome)).toEqual(outcomes.map(({ kind }) => kind))
})

it('ends a function that never returns, fails its event alone and goes on with the others', async () => {
  // A native search through 2^53 places, which no interrupt of the sandbox reaches.
  const fn = '(event) => event.data.total === 2 ? [].indexOf.call({ length: 2 ** 53 - 1 }, 1) : 1'
  const events = [1, 2, 3].map((total) => anEvent({ data: { total } }))
  const results = await explain(destination(fn), events)
  expect(results.map(({ outcome }) => outcome)).toEqual(['message', 'failed', 'message'])
  expect(results[1]?.problems.map(({ code }) => code)).toEqual(['code-timeout'])
})

const slow = '^(a+)+$'
const slowId = { properties: { data: { properties: { id: { pattern: slow } } } } }

it.each<[string, object, Partial<Outcome>]>([
  [
    'a route',
    { next: { match: { key: 'event.data.id', operator: 'regex', value: slow }, next: 'gate' } },
    { kind: 'failed', reason: 'code-timeout', detail: 'The flow did not return in time' },
  ],
  [
    'a contract',
    {
      package: '@walkeros/transformer-validate',
      config: { settings: { contract: [{ events: { '*': { '*': slowId } } }] } },
    },
    { kind: 'not-proven', part: '@walkeros/transformer-validate', reason: 'it took longer than 2 s' },
  ],
])('ends %s whose pattern takes without end, and goes on with the next event', async (_where, gate, end) => {
  const flow = aFlow(aConfig({}), { before: 'gate' }) as { flows: { default: object } }
  Object.assign(flow.flows.default, { transformers: { gate } })
  const found = chooseFromFlow({ flow, into: 'collector' })
  if ('error' in found) throw new Error(found.error.message)
  const endless = anEvent({ data: { id: `${'a'.repeat(40)}b` } })
  const hasty = createEventRunner({ start: 60_000, event: 2_000 })
  onTestFinished(() => hasty.close())
  const outcomes = await hasty.outcomes({ destination: found, events: [endless, anEvent()], now: 0 })
  expect(outcomes).toMatchObject([end, { kind: 'message' }])
})

it('hands over the first outcomes after a while, however many events a portion has', async () => {
  const to = destinationFor({ fn: '$code:() => { for (let i = 0; i < 3_000_000; i++); return {} }' })
  const made = await runner.firstOutcomes({ destination: to, events: Array(200).fill(anEvent()), now: 0 })
  expect(made.length).toBeGreaterThan(0)
  expect(made.length).toBeLessThan(200)
})

it('goes on in a new sandbox after a function that fills the memory', async () => {
  const fn =
    '(event) => { const a = []; for (;;) { if (event.data.total !== 2) return 1; a.push(new Uint8Array(1e6)) } }'
  const events = [1, 2, 3].map((total) => anEvent({ data: { total } }))
  const results = await explain(destination(fn), events)
  expect(results.map(({ message, problems }) => message?.value ?? problems[0]?.code)).toEqual([
    '{"out":1,"k":1}',
    'code-memory',
    '{"out":1,"k":1}',
  ])
})

it.each([
  ['in this process', 40, 'data.text'],
  ['in another process', 8_000, 'data.text'],
  ['by a function', 40, { fn: '$code:(event) => event.data.text' }],
])('makes no more at once than a transaction may hold, and one event at least: %s', async (_where, fields, value) => {
  const to = destinationFor({ map: Object.fromEntries(Array.from({ length: fields }, (_, at) => [`f${at}`, value])) })
  const text = 'x'.repeat(maxPortion.outcomes / 2.5 / fields)
  const events = [
    ...Array.from({ length: 8 }, () => anEvent({ data: { text } })),
    anEvent({ data: { text: text.repeat(4) } }),
  ]
  const patient = createEventRunner({ start: 60_000, event: 60_000 })
  onTestFinished(() => patient.close())
  const sizes: number[] = []
  for (let rest = events; rest.length > 0; ) {
    const made = await patient.firstOutcomes({ destination: to, events: rest, now: 0 })
    expect(made.filter(({ kind }) => kind !== 'message')).toEqual([])
    sizes.push(made.length)
    rest = rest.slice(made.length)
  }
  // On a busy machine the time is over sooner.
  expect(Math.max(...sizes)).toBeLessThanOrEqual(3)
  expect(sizes.reduce((sum, size) => sum + size)).toBe(events.length)
})

describe('within the bounds of a request', () => {
  const endless = destination('() => { for (;;); }')
  const repeated = (count: number) =>
    destinationFor({ map: Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, 'data.text'])) })
  const faulty = destinationFor({
    map: Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`f${index}`, { mop: 'id' }])),
  })
  const long = anEvent({ data: { text: 'x'.repeat(100_000) } })

  it('fails the events for which no time is left, and lets others have their turn meanwhile', async () => {
    const attack = explain(endless, new Array(60).fill(anEvent()), { caller: 'a' })
    const [other] = await explain(destination('() => 1'), [anEvent()], { caller: 'b' })
    expect(other?.message?.value).toBe('{"out":1,"k":1}')
    const results = await attack
    expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['failed']))
    expect(results.at(-1)?.reason).toBe('The events before it used up the time that a request has')
  })

  it('gives the process back when the caller leaves', async () => {
    const left = new AbortController()
    const attack = explain(endless, new Array(60).fill(anEvent()), { caller: 'a', signal: left.signal })
    const next = explain(destination('() => 1'), [anEvent()], { caller: 'a' })
    left.abort()
    await expect(attack).rejects.toThrow()
    expect((await next)[0]?.outcome).toBe('message')
  })

  it('builds no record that Kafka would not take', async () => {
    const [result] = await explain(repeated(4_000), [long], { caller: 'a' })
    expect(result).toMatchObject({
      outcome: 'failed',
      reason: 'The value is larger than 16 MiB. Kafka takes 1 MiB by default, so the record is not built.',
      problems: expect.arrayContaining([expect.objectContaining({ code: 'record-size' })]),
    })
  })

  it.each([
    ['of large records', repeated(100), new Array(100).fill(long)],
    ['of small records, each with the problems of the config', faulty, new Array(1_000).fill(anEvent())],
  ])('refuses an answer that is too large: %s', async (_name, to, events) => {
    const work = explain(to, events, { caller: 'a' })
    await expect(work).rejects.toMatchObject({ status: 413, body: { code: 'answer-too-large' } })
  })

  it('refuses more at once than the share of a caller, whose other requests go on', async () => {
    const texts = Array.from({ length: 20 }, () => anEvent({ data: { text: 'x'.repeat(4_000_000) } }))
    const works = Promise.allSettled(texts.map((event) => explain(repeated(1), [event], { caller: 'a' })))
    const other = await explain(repeated(1), [anEvent({ data: { text: 'A' } })], { caller: 'b' })
    expect(other[0]?.message?.value).toBe('{"f0":"A"}')
    const refusals = (await works).flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))
    expect(refusals.length).toBeGreaterThan(0)
    expect(refusals.length).toBeLessThan(texts.length)
    for (const refusal of refusals) expect(refusal).toMatchObject({ status: 429, body: { code: 'too-much-at-once' } })
  })

  it('survives an event that fills the memory, and goes on with the next', async () => {
    const items = {
      loop: [
        'data.items',
        { map: Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`f${i}`, { value: i }])) },
      ],
    }
    const to = destinationFor({ map: { items } } as JsonObject)
    const events = [30_000, 1].map((length) => anEvent({ data: { items: new Array(length).fill({}) } }))
    const patient = createEventRunner({ start: 60_000, event: 60_000 })
    const [large, small] = await explain(to, events, undefined, patient)
    await patient.close()
    expect(large).toMatchObject({
      outcome: 'failed',
      reason: 'The mapping of the event used more memory than it may',
    })
    expect(small).toMatchObject({ outcome: 'message' })
  })
})
