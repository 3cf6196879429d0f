import { chooseFromFlow } from '@mapping-designer/mapping-engine'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import { afterAll, expect, it } from 'vitest'
import { createEventRunner } from './event-runner.ts'

const runner = createEventRunner({ start: 60_000, event: 5_000 })
afterAll(() => runner.close())

function destination(fn: string) {
  const data = { map: { out: { fn: `$code:${fn}` }, k: { value: 1 } } }
  const found = chooseFromFlow({ flow: aFlow(aConfig({ mapping: { order: { complete: { data } } } })) })
  if ('error' in found) throw new Error(found.error.message)
  return found
}

it('runs functions and keeps the order of the events', async () => {
  const events = [1, 2, 3].map((total) => anEvent({ data: { total } }))
  const results = await runner.run(destination('(event) => event.data.total * 2'), events, 0)
  expect(results.map(({ line }) => [line.index, line.message?.value])).toEqual([
    [0, '{"out":2,"k":1}'],
    [1, '{"out":4,"k":1}'],
    [2, '{"out":6,"k":1}'],
  ])
})

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
