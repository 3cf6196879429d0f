import type { JsonObject, JsonValue } from '@mapping-designer/shared-types'
import { describe, expect, it } from 'vitest'
import { compileDestination } from '../compile-destination.ts'
import { readFlow } from '../flow/read-flow.ts'
import { aConfig, aFlow, anEvent } from '../testing/builders.ts'
import { compareExample } from './compare-out.ts'
import {
  clockOfExample,
  configOfExample,
  nameExample,
  outOf,
  pinEvent,
  type ReadableExample,
  readExamples,
} from './step-example.ts'

function examplesOf(examples: JsonValue) {
  const reading = readFlow(JSON.stringify(aFlow(aConfig(), { examples })))
  const [destination] = reading.isReadable ? reading.destinations : []
  return destination === undefined ? [] : readExamples(destination)
}

const readable = (example: JsonObject): ReadableExample => examplesOf({ it: example })[0] as ReadableExample
const send = (message: JsonObject): JsonValue => [['producer.send', { messages: [message] }]]

describe('examples of a flow file', () => {
  it('are read with their place, and with the name where there is no title', () => {
    expect(examplesOf({ first: { title: 'One', in: anEvent(), out: [] }, second: { in: anEvent() } })).toMatchObject([
      { isReadable: true, name: 'first', title: 'One', out: [] },
      {
        title: 'second',
        out: null,
        place: ['flows', 'default', 'destinations', 'kafka', 'examples', 'second'],
      },
    ])
    expect(examplesOf('none')).toEqual([])
  })

  it.each([
    { example: 7, message: 'The example is no object with `in` and `out`.' },
    { example: { title: 'x', in: [] }, message: 'Its `in` is no event: an event is an object with a name.' },
    { example: { in: {}, out: {} }, message: 'Its `out` must be a list of calls such as ["producer.send", {…}].' },
    { example: { in: {}, out: [['send', {}]] }, message: expect.stringContaining('calls `send`, but the Kafka') },
  ])('that cannot be run say why: $example', ({ example, message }) => {
    expect(examplesOf({ it: example as JsonValue })).toMatchObject([{ isReadable: false, message }])
  })

  it('with a rule of their own are run with that rule alone', () => {
    const example = readable({ in: { name: 'cart' }, mapping: { name: 'x' } })
    expect(configOfExample({ mapping: { order: {} } }, example)).toEqual({ mapping: { cart: { '*': { name: 'x' } } } })
    expect(configOfExample('broken', example)).toBe('broken')
    expect(configOfExample({ a: 1 }, readable({ in: {} }))).toEqual({ a: 1 })
  })

  it.each([
    { out: send({ timestamp: '1700000000000' }), clock: 1_700_000_000_000 },
    { out: send({ timestamp: 'soon' }), clock: 0 },
    { out: [['producer.send', { messages: 'none' }]], clock: 0 },
    { out: [['producer.send']], clock: 0 },
    { out: [], clock: 0 },
  ])('are run at the time they expect: $clock', ({ out, clock }) => {
    expect(clockOfExample(readable({ in: {}, out: out as JsonValue }))).toBe(clock)
  })
})

describe('a new example', () => {
  it.each([
    { name: 'order complete', taken: [], called: 'orderComplete' },
    { name: 'order complete', taken: ['orderComplete', 'orderComplete2'], called: 'orderComplete3' },
    { name: 'größe_7 wählen', taken: [], called: 'größe7Wählen' },
    { name: '…', taken: ['example'], called: 'example2' },
    { name: undefined, taken: [], called: 'example' },
  ])('of $name beside $taken is called $called', ({ name, taken, called }) => {
    expect(nameExample(name === undefined ? {} : { name }, taken)).toBe(called)
  })

  it('has everything pinned that differs from run to run', () => {
    const event = { name: 'order complete', data: { id: 'A' } }
    const pinned = pinEvent(event, { collector: {}, now: 5, runtime: '4.2' })
    expect(pinned).toMatchObject({ ...event, timestamp: 5, id: expect.any(String), source: { count: 1 } })
    expect(pinEvent(pinned, { collector: {}, now: 9, runtime: '4.2' })).toEqual(pinned)
  })
})

describe('what comes out against what an example expects', () => {
  const config = aConfig({ mapping: { order: { complete: { data: { map: { id: 'data.id', n: 'data.n' } } } } } })
  const outcome = (event: JsonObject, settings = config) => compileDestination(settings, { now: 5 }).run(event)
  /** The call that an event comes to. */
  const callOf = (event: JsonObject, settings = config) => {
    const [call] = outOf(outcome(event, settings))
    const { messages, ...rest } = (call?.[1] ?? {}) as { messages: [JsonObject]; topic: string }
    return { message: messages[0], rest }
  }
  const { message, rest } = callOf(anEvent({ data: { id: 'A', n: 1 } }))
  const send = (message: JsonObject, changes: JsonObject = {}): JsonValue => [
    ['producer.send', { ...rest, messages: [message], ...changes }],
  ]
  const compared = (out: JsonValue, event = anEvent({ data: { id: 'A', n: 1 } }), settings = config) =>
    compareExample(readable({ in: event, out }), outcome(event, settings))

  it('is the same', () => {
    expect(compared(send(message))).toEqual({ status: 'passed', differences: [] })
  })

  it.each([
    { out: send({ ...message, key: 'B' }), path: 'key', expected: 'B', actual: message['key'] },
    { out: send({ ...message, value: '{"id":"B","n":1}' }), path: 'value.id', expected: 'B', actual: 'A' },
    { out: send({ ...message, value: 'no json' }), path: 'value', expected: 'no json', actual: message['value'] },
    { out: send({ ...message, value: 7 }), path: 'value', expected: 7, actual: message['value'] },
    { out: send(message, { acks: 1 }), path: 'acks', expected: 1, actual: -1 },
    { out: [], path: 'record', expected: 'no record', actual: 'a record' },
    { out: [send(message), send(message)].flat(), path: 'record', expected: '2 records', actual: 'a record' },
  ])('differs in $path', ({ out, path, expected, actual }) => {
    expect(compared(out as JsonValue)).toMatchObject({ status: 'failed', differences: [{ path, expected, actual }] })
  })

  it('differs in the order of its fields alone, which is said', () => {
    expect(compared(send({ ...message, value: '{"n":1,"id":"A"}' })).differences).toMatchObject([
      { path: 'value', note: 'The same fields in another order, or numbers written in another way.' },
    ])
  })

  it.each([
    { out: [['producer.send', 'all']] },
    { out: [['producer.send', { topic: 'events', messages: [], acks: -1, compression: 1 }]] },
    { out: [['producer.send', { topic: 'events', messages: ['x'], acks: -1, compression: 1 }]] },
  ])('differs as a whole where the call is another one: $out', ({ out }) => {
    expect(compared(out as JsonValue).status).toBe('failed')
  })

  it('is nothing where the push fails, and where nothing is expected yet', () => {
    expect(compared(send(message), { name: 'x' })).toMatchObject({
      status: 'failed',
      reason: expect.stringMatching(/^The push fails: /),
    })
    expect(compareExample({ out: null }, outcome(anEvent())).reason).toBe('The example has no `out` yet.')
  })

  it.each([
    { expected: 'json:data', settings: config, status: 'passed' },
    { expected: 'json:event', settings: config, status: 'failed' },
    { expected: 'json:event', settings: aConfig(), status: 'passed' },
    { expected: 'json:data', settings: aConfig(), status: 'failed' },
  ])('stands for $expected: $status', ({ expected, settings, status }) => {
    const event = anEvent({ data: { id: 'A', n: 1 } })
    const { message, rest } = callOf(event, settings)
    expect(compared(send({ ...message, value: expected }, rest), event, settings).status).toBe(status)
  })
})
