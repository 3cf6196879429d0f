import type { JsonObject, JsonValue } from '@mapping-designer/shared-types'
import { describe, expect, it } from 'vitest'
import { abandonSandbox, loadSandbox } from '../code/load-sandbox.ts'
import { withPlans } from '../code/sandboxed-plan.ts'
import { readFlow } from '../flow/read-flow.ts'
import { chooseFromFlow, explainWithConfig, planDestination, previewLine } from '../preview.ts'
import { aConfig, aFlow, anEvent } from '../testing/builders.ts'
import { loadPorts } from './load-ports.ts'

const step = (push: string, more: JsonObject = {}) => ({ code: { push: `$code:${push}` }, ...more })
const same = '(event) => ({ event })'
const source = {
  web: { package: '@walkeros/server-source-express', config: { ingest: { map: { ip: 'ip' } } }, next: 'a' },
}
const validate = (settings: JsonObject) => ({ package: '@walkeros/transformer-validate', config: { settings } })
const numbered = <T>(count: number, make: (index: number) => T) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, make(index)]))

interface Given {
  before?: JsonValue
  transformers?: JsonValue
  sources?: JsonObject
  into?: string
  scope?: unknown
  runtime?: string
}

const ok = { data: { id: 'ok' } }

/** What comes of two events, one after the other, as the page and the bridge evaluate them; or why the flow is not. */
async function preview({ before, transformers, sources, into = 'collector', scope, runtime = '4.2.1' }: Given) {
  const flow = aFlow(aConfig({}), before === undefined ? {} : { before }) as { flows: { default: JsonObject } }
  Object.assign(flow.flows.default, { ...(transformers && { transformers }), ...(sources && { sources }) })
  const destination = chooseFromFlow({ flow, into, scope, runtime })
  if ('error' in destination) return { error: destination.error.message }
  const ports = await loadPorts(flow)
  const plans = withPlans([anEvent(), anEvent(ok)], {
    now: 0,
    collector: {},
    runsCode: true,
    compile: (code) => planDestination(destination, { now: 0, code, ports, isOneRun: true }),
  })
  const lines = []
  for await (const [event, plan] of plans) lines.push(previewLine(destination, explainWithConfig(plan, event), 0))
  return { lines }
}

const both = (line: object) => ({ lines: [expect.objectContaining(line), expect.objectContaining(line)] })
const first = (line: object) => ({
  lines: [expect.objectContaining(line), expect.objectContaining({ outcome: 'message' })],
})
const refused = (where: string, cause: string) => ({
  error: `walkerOS would not bundle this flow. At flows.default.${where}: ${cause}.`,
})

describe.each(['4.2.1', '4.9.0'])('under walkerOS %s', (runtime) => {
  const isOld = runtime === '4.2.1'
  const cases: { what: string; given: Given; comes: object }[] = [
    {
      what: 'steps whose next lead to each other',
      given: { before: 'a', transformers: { a: step(same, { next: 'b' }), b: step(same, { next: 'a' }) } },
      comes: both({ outcome: 'message' }),
    },
    {
      what: 'a step that stands before itself',
      given: { before: 'a', transformers: { a: step(same, { before: 'b' }), b: step(same, { before: 'a' }) } },
      comes: isOld
        ? both({ outcome: 'dropped', reason: 'dropped by a: more than 256 steps' })
        : both({ outcome: 'message' }),
    },
    {
      what: 'a step that doubles the event at each round',
      given: {
        before: 'a',
        transformers: { a: step('(event) => [1, 2].map(() => ({ event: { ...event }, next: "a" }))') },
      },
      comes: isOld
        ? both({ outcome: 'not-proven', reason: 'not proven: chain: The event comes to more than 500 steps' })
        : both({ outcome: 'message' }),
    },
    {
      what: 'a chain of 10,000 steps',
      given: { before: 't0', transformers: numbered(10_000, (at) => ({ config: {}, next: `t${at + 1}` })) },
      comes: isOld
        ? both({ outcome: 'dropped', reason: 'dropped by t256: more than 256 steps' })
        : both({ outcome: 'not-proven', reason: 'not proven: t257: The chain has more than 256 steps' }),
    },
    {
      what: 'a route to a step that is not there',
      given: { before: 'nope', transformers: { a: step(same) } },
      comes: both({
        outcome: 'message',
        problems: expect.arrayContaining([
          expect.objectContaining({ code: 'transformer-unknown', place: 'flows.default.destinations.kafka.before' }),
        ]),
      }),
    },
    ...[5, true, null, [5], { next: 5 }, { next: { next: null } }].map((before) => ({
      what: `the route ${JSON.stringify(before)}`,
      given: { before },
      comes: refused(
        'destinations.kafka.before',
        'A route is a name, a list, or an object with match, next, one or many',
      ),
    })),
    {
      what: 'a route with a condition that is none',
      given: { before: { match: 5, next: 'a' } },
      comes: refused('destinations.kafka.before', 'match has to be an object'),
    },
    {
      what: 'a condition with a pattern that is none',
      given: {
        before: { match: { key: 'ingest.ip', operator: 'regex', value: '(' }, next: 'a' },
        transformers: { a: step(same) },
      },
      comes: both({
        outcome: 'failed',
        reason:
          'The condition of a route on ingest.ip has no pattern that can be matched. Invalid regular expression: /(/: Unterminated group',
      }),
    },
    ...['x', [step(same)]].map((transformers) => ({
      what: `transformers that are ${JSON.stringify(transformers)}`,
      given: { transformers },
      comes: refused('transformers', 'transformers has to be an object with each step under its name'),
    })),
    {
      what: 'a step that is null',
      given: { transformers: { a: null } },
      comes: refused('transformers.a', 'A step has to be an object'),
    },
    {
      what: 'a transformer whose promise never settles',
      given: { before: 'a', transformers: { a: step('(event) => event.data.id === "ok" || new Promise(() => {})') } },
      comes: first({ outcome: 'failed', reason: 'The promise of the function never settles' }),
    },
    {
      what: 'a transformer that never returns',
      given: { before: 'a', transformers: { a: step('(event) => { while (event.data.id !== "ok"); }') } },
      comes: first({ outcome: 'failed', reason: 'The function did not return in time' }),
    },
    {
      what: 'a transformer that fills the memory',
      given: {
        before: 'a',
        transformers: {
          a: step('(event) => { for (const all = []; event.data.id !== "ok"; ) all.push(new Uint8Array(1e6)) }'),
        },
      },
      comes: first({ outcome: 'failed', reason: 'The function used more memory than it may' }),
    },
    {
      what: 'a contract that is no list',
      given: { before: 'v', transformers: { v: validate({ contract: 5 }) } },
      comes: both({
        outcome: 'dropped',
        reason: expect.stringContaining('dropped by v: threw: number 5 is not iterable'),
      }),
    },
    ...[5, 'x', [], null].map((scope) => ({
      what: `the request ${JSON.stringify(scope)}`,
      given: { sources: source, transformers: { a: step(same) }, into: 'source.web', scope },
      comes: {
        error: `The request that a source gets an event with has to be an object, such as {"headers": {"user-agent": "…"}, "ip": "203.0.113.7"}, not ${JSON.stringify(scope)}.`,
      },
    })),
  ]
  it.each(cases)('says in one sentence what comes of $what', async ({ given, comes }) => {
    expect(await preview({ runtime, ...given })).toEqual(comes)
  })
})

it('evaluates 10,000 events that a transformer makes of one, or says why not, and goes on', async () => {
  const many = '(event) => Array.from({ length: event.data.id === "ok" ? 1 : 10_000 }, () => ({ event }))'
  const { lines = [] } = await preview({ sources: source, transformers: { a: step(many) }, into: 'source.web' })
  // All of them, or none: that depends on the machine, on which a function may take a second.
  const [first, second] = lines
  expect([10_000, 'The function did not return in time']).toContain(first?.messages?.length ?? first?.reason)
  expect(second?.outcome).toBe('message')
})

it('names what a contract of 5 MB says of an event', async () => {
  const properties = numbered(3_000, () => ({ type: 'string', description: 'What it is, in many words. '.repeat(65) }))
  const data = { type: 'object', properties, required: ['t1'] }
  const contract = [{ events: { order: { complete: { type: 'object', properties: { data } } } } }]
  const transformers = { v: validate({ contract, mode: 'strict' }) } as unknown as JsonObject
  expect(JSON.stringify(contract).length).toBeGreaterThan(5_000_000)
  expect(await preview({ before: 'v', transformers })).toEqual(
    both({ outcome: 'dropped', reason: 'dropped by v: returned false' }),
  )
})

it.each([10_000, 100_000])('reads no flow with %d routes inside one another, and says so', (levels) => {
  const [open, close] = ['{"next":'.repeat(levels), '}'.repeat(levels)]
  const text = JSON.stringify(aFlow(aConfig({}), { before: 'HERE' })).replace('"HERE"', `${open}"a"${close}`)
  const message = 'The flow is nested more than 1000 levels deep, which is not evaluated.'
  expect(readFlow(text)).toMatchObject({ isReadable: false, error: { message } })
})

it('opens a new sandbox where the last one has no memory left', async () => {
  const before = await loadSandbox()
  abandonSandbox()
  expect(await loadSandbox()).not.toBe(before)
})
