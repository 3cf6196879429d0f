import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { loadPorts } from '../chain/load-ports.ts'
import { createCodeRunner } from '../code/code-runner.ts'
import { loadSandbox } from '../code/load-sandbox.ts'
import { readFlowJson } from '../flow/read-flow.ts'
import { compileFollow } from '../follow-event.ts'
import { chooseFromFlow, planDestination, withWholeFlow } from '../preview.ts'
import { aConfig } from '../testing/builders.ts'
import { pinClock } from '../testing/pin-clock.ts'
import { checkGenuine } from './check-genuine.ts'

interface Recording {
  now: number
  cases: {
    name: string
    flow: never
    flowName?: string
    into?: string
    scope?: unknown
    env?: Record<string, string>
    events: object[]
  }[]
}
const { now, cases }: Recording = JSON.parse(
  readFileSync(new URL('../../fixtures/chains.json', import.meta.url), 'utf8'),
)
pinClock(now)
const quickjs = await loadSandbox()

it.each(cases)('proves the preview of a whole flow: $name', async (recorded) => {
  const { flow, flowName = 'default', into = 'collector', scope, env = {}, events } = recorded
  const reading = readFlowJson(flow, env)
  const found = reading.isReadable ? reading.destinations.filter((one) => one.flowName === flowName) : []
  for (const one of found) {
    const runtime = { ...one.runtime, collector: '4.2.1', core: '4.2.1' }
    const destination = withWholeFlow({ ...one, runtime }, flow, { into, scope, env })
    if ('error' in destination) continue
    const collector = { consent: {}, globals: {}, user: {}, custom: {}, ...one.collector }
    const code = createCodeRunner(quickjs, { now, collector })
    const plan = compileFollow(destination, { now, code, ports: await loadPorts(flow) })
    for (const event of events) {
      const { outcome } = plan.follow(event, false)
      const records = (outcome.copies ?? [outcome]).flatMap((copy) => ('record' in copy ? [copy.record] : []))
      const asked = { destination, event, outcome: outcome.kind, records, now, version: '4.2.1' }
      const verdict = outcome.kind === 'not-proven' ? 'not-proven' : 'same'
      const check = await checkGenuine(asked)
      expect({ of: one.name, check }).toMatchObject({ of: one.name, check: { verdict } })
    }
    code.dispose()
  }
})

const rule = { data: { map: { id: 'data.id', event: 'id' } } }
const kafka = {
  package: '@walkeros/server-destination-kafka',
  config: aConfig({ mapping: { order: { complete: rule } } }),
}
const flowWith = (parts: object) => ({ version: 4, flows: { default: { config: { platform: 'server' }, ...parts } } })

function ask(flow: unknown, event: object, into = 'collector') {
  const destination = chooseFromFlow({ flow, into, runtime: '4.2.1' })
  if ('error' in destination) throw new Error(destination.error.message)
  const code = createCodeRunner(quickjs, { now, collector: { consent: {} } })
  const { outcome } = planDestination(destination, { now, code }).plan.explain(event)
  code.dispose()
  const records = (outcome.copies ?? [outcome]).flatMap((copy) => ('record' in copy ? [copy.record] : []))
  return { destination, event, outcome: outcome.kind, records, now, version: '4.2.1' }
}

const mark = { code: { push: '$code:(event) => ({ event })' } }
const cut = {
  code: { push: '$code:(event) => ({ event: { ...event, data: { id: event.id.slice(8) } } })' },
}
const sources = { web: { package: '@walkeros/server-source-express', next: 'mark' } }

it('knows an id that is made at random by its place, whatever it is', async () => {
  const question = ask(
    flowWith({ sources, transformers: { mark }, destinations: { kafka } }),
    { name: 'order complete', data: { id: 'A' } },
    'source.web',
  )
  expect(question.records[0]?.value).toMatch(/"event":"[0-9a-f]{16}"/)
  expect(await checkGenuine(question)).toEqual({ verdict: 'same', version: '4.2.1' })
})

it('proves nothing of what is worked out of such an id', async () => {
  const destinations = { kafka: { ...kafka, before: 'cut' } }
  const flow = flowWith({ sources, transformers: { mark, cut }, destinations })
  expect(await checkGenuine(ask(flow, { name: 'order complete' }, 'source.web'))).toEqual({
    verdict: 'not-proven',
    version: '4.2.1',
    reason: 'the record depends on an id that walkerOS makes at random',
  })
})

it('names the first byte that differs, and shows the genuine record', async () => {
  const question = ask(flowWith({ destinations: { kafka } }), {
    name: 'order complete',
    data: { id: 'ORD-1' },
    id: 'x',
  })
  const records = question.records.map((one) => ({ ...one, value: one.value.replace('ORD-1', 'ORD-2') }))
  const check = await checkGenuine({ ...question, records })
  expect(check).toMatchObject({
    verdict: 'different',
    field: 'value',
    at: 11,
    genuine: { value: '{"id":"ORD-1","event":"x"}' },
  })
  expect(await checkGenuine({ ...question, records: [] })).toMatchObject({ verdict: 'different', field: 'outcome' })
})

it('runs the function of an inline source in the sandbox, and what it hands over through the packages', async () => {
  const push = `$code:async (row) => {
    for (const id of row.ids) await context.env.push({ name: 'order complete', data: { id: context.config.prefix + id }, id })
  }`
  const feed = { code: { push }, config: { prefix: 'P-' }, next: 'mark' }
  const flow = flowWith({ sources: { feed }, transformers: { mark }, destinations: { kafka } })
  const question = ask(flow, { ids: ['a', 'b'] }, 'source.feed')
  expect(question.outcome).toBe('message')
  expect(question.records.map(({ value }) => value)).toEqual(['{"id":"P-a","event":"a"}', '{"id":"P-b","event":"b"}'])
  expect(await checkGenuine(question)).toEqual({ verdict: 'same', version: '4.2.1' })
  const swapped = { ...question, records: question.records.toReversed() }
  expect(await checkGenuine(swapped)).toMatchObject({ verdict: 'different' })
})
