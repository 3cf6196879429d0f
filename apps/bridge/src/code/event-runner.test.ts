import { chooseFromFlow } from '@mapping-designer/mapping-engine'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import type { JsonObject } from '@mapping-designer/shared-types'
import { afterAll, expect, it } from 'vitest'
import { createEventRunner } from './event-runner.ts'

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

const plain = destinationFor({ map: { id: 'id', trace: 'source.trace' } })

it('runs functions and keeps the order of the events', async () => {
  const events = [1, 2, 3].map((total) => anEvent({ data: { total } }))
  const results = await runner.run(destination('(event) => event.data.total * 2'), events, 0)
  expect(results.map(({ line }) => [line.index, line.message?.value])).toEqual([
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
    const outcomes = await runner.outcomes(to, [event, event], 0, contexts)
    const made = outcomes.map((outcome) => (outcome.kind === 'message' ? outcome.record : null))
    expect(made.map((record) => record?.timestamp)).toEqual(['1700000000001', '1700000000002'])
    expect(made[0]?.value).not.toBe(made[1]?.value)
    expect(await runner.outcomes(to, [event, event], 0, contexts)).toEqual(outcomes)
    expect(await runner.outcomes(to, [event], 0, contexts.slice(1))).toEqual([outcomes[1]])
  },
)

it('ends a function that never returns, fails its event alone and goes on with the others', async () => {
  // A native search through 2^53 places, which no interrupt of the sandbox reaches.
  const fn = '(event) => event.data.total === 2 ? [].indexOf.call({ length: 2 ** 53 - 1 }, 1) : 1'
  const events = [1, 2, 3].map((total) => anEvent({ data: { total } }))
  const results = await runner.run(destination(fn), events, 0)
  expect(results.map(({ outcome }) => outcome.kind)).toEqual(['message', 'failed', 'message'])
  expect(results[1]?.line.problems.map(({ code }) => code)).toEqual(['code-timeout'])
})

it('goes on in a new sandbox after a function that fills the memory', async () => {
  const fn =
    '(event) => { const a = []; for (;;) { if (event.data.total !== 2) return 1; a.push(new Uint8Array(1e6)) } }'
  const events = [1, 2, 3].map((total) => anEvent({ data: { total } }))
  const results = await runner.run(destination(fn), events, 0)
  expect(results.map(({ line }) => line.message?.value ?? line.problems[0]?.code)).toEqual([
    '{"out":1,"k":1}',
    'code-memory',
    '{"out":1,"k":1}',
  ])
})
