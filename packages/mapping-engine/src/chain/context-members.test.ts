import type { JsonObject } from '@mapping-designer/shared-types'
import { describe, expect, it } from 'vitest'
import { createCodeRunner } from '../code/code-runner.ts'
import { loadSandbox } from '../code/load-sandbox.ts'
import type { Entry } from '../flow/whole-flow.ts'
import { runGenuineFlow } from '../genuine/run-genuine-flow.ts'
import { chooseFromFlow, planDestination } from '../preview.ts'
import { provenVersion } from '../runtime/versions.ts'
import { aConfig, aFlow, anEvent } from '../testing/builders.ts'
import { pinClock } from '../testing/pin-clock.ts'

const now = 1_700_000_000_000
pinClock(now)
const quickjs = await loadSandbox()
const state = {
  user: { id: 'anna' },
  globals: { shop: 'berlin' },
  custom: { plan: 'a' },
  consent: { functional: true },
}
const event = anEvent({ id: 'e1', timing: 0, source: { type: 'x', count: 1, trace: 't' } })

const toCollector: Entry = { into: 'collector' }

/** Where a function stands that writes what an expression gives into the record, and why not if it cannot. */
const places: { where: string; into?: Entry; flowWith(expression: string): JsonObject }[] = [
  {
    where: 'a mapping',
    flowWith: (expression) =>
      flowOf({
        mapping: {
          order: { complete: { data: { map: { id: 'data.id', out: { fn: `$code:(v, ctx) => ${expression}` } } } } },
        },
      }),
  },
  {
    where: 'a condition',
    flowWith: (expression) =>
      flowOf({
        mapping: {
          order: { complete: { condition: `$code:(v, ctx) => ${expression}`, data: { map: { id: 'data.id' } } } },
        },
      }),
  },
  {
    where: 'a transformer',
    flowWith: (expression) =>
      flowOf(
        {},
        { t: { code: { push: `$code:(event, ctx) => ({ event: { ...event, data: { out: ${expression} } } })` } } },
      ),
  },
  {
    where: 'an inline source',
    into: { into: 'source', name: 'in' },
    flowWith(expression) {
      const flow = flowOf({}) as { flows: { default: JsonObject } }
      const push = `$code:((ctx) => (event) => ctx.env.push({ ...event, data: { out: ${expression} } }))(context)`
      Object.assign(flow.flows.default, { sources: { in: { code: { push } } } })
      return flow as unknown as JsonObject
    },
  },
  {
    where: 'the start of a transformer',
    flowWith: (expression) =>
      flowOf(
        {},
        {
          t: {
            code: {
              push: `$code:((ctx) => (event) => ({ event: { ...event, data: { out: ${expression} } } }))(context)`,
            },
          },
        },
      ),
  },
]

function flowOf(config: JsonObject, transformers?: JsonObject): JsonObject {
  const flow = aFlow(aConfig(config), transformers && { before: 't' }) as { flows: { default: JsonObject } }
  Object.assign(flow.flows.default, { collector: state, ...(transformers && { transformers }) })
  return flow as unknown as JsonObject
}

/** The record of the preview, or what it names. */
function preview(flow: JsonObject, { into, ...source }: Entry): { value: string } | { named: string } {
  const found = chooseFromFlow({
    flow,
    into: 'name' in source ? `source.${source.name}` : into,
    runtime: provenVersion,
  })
  if ('error' in found) throw new Error(found.error.message)
  const code = createCodeRunner(quickjs, { now, collector: found.collector })
  try {
    const outcome = planDestination(found, { now, code, isOneRun: true }).plan.run(structuredClone(event))
    if ('record' in outcome) return { value: outcome.record.value }
    if (outcome.kind === 'not-proven') return { named: outcome.reason }
    if (outcome.kind === 'failed' && outcome.reason === 'code-unavailable') return { named: outcome.detail }
    return { value: outcome.kind }
  } finally {
    code.dispose()
  }
}

type Settings = Record<string, unknown> & { destinations: { kafka: { env: unknown } } }

async function published(flow: JsonObject, into: Entry): Promise<string> {
  const { default: settings } = (structuredClone(flow) as unknown as { flows: { default: Settings } }).flows
  // A recorder stands in the place of kafkajs.
  settings.destinations.kafka.env = {}
  const { sends } = await runGenuineFlow(settings, into, structuredClone(event))
  return sends['kafka']?.[0]?.messages[0]?.value ?? 'dropped'
}

/** All members that something in the context of a published function has, its methods of Object left out. */
async function membersOf(flowWith: (expression: string) => JsonObject, object: string, into: Entry): Promise<string[]> {
  const flow = flowWith(`(globalThis.contextMembers = Object.getOwnPropertyNames(${object})).length > 0`)
  await published(flow, into)
  const { contextMembers } = globalThis as { contextMembers?: string[] }
  return contextMembers ?? []
}

describe.each(places)('in $where', ({ flowWith, into = toCollector }) => {
  it.each(['ctx', 'ctx.collector', 'ctx.logger'])('each member of %s is exact, or named', async (object) => {
    const members = await membersOf(flowWith, object, into)
    expect(members.length).toBeGreaterThan(3)
    const differences: string[] = []
    for (const member of members) {
      const flow = flowWith(`typeof ${object}.${member}`)
      const shown = preview(flow, into)
      const isRight = 'value' in shown ? shown.value === (await published(flow, into)) : shown.named.includes(member)
      if (!isRight) differences.push(`${member}: ${JSON.stringify(shown)}`)
    }
    expect(differences).toEqual([])
  })

  it.each([
    ['ctx.collector.user.id', null],
    ['ctx.collector.globals', null],
    ['ctx.collector.consent.functional', null],
    ['ctx.collector.custom.plan + ctx.collector.nothing', null],
    ['Object.keys(ctx.logger).join()', null],
    ['typeof ctx.logger.scope("x").log', null],
    ['"push" in ctx.collector', null],
    ['ctx.collector.push({ name: "page view" })', 'collector.push'],
    ['Object.keys(ctx.collector).length', 'The list of what collector holds'],
    ['JSON.stringify(ctx.collector) ?? 1', 'The list of what collector holds'],
    ['(() => { try { return ctx.collector.command("run") } catch { return 1 } })()', 'collector.command'],
    ['Object.getOwnPropertyDescriptor(ctx.collector, "hooks")', 'collector.hooks'],
    ['(ctx.collector.count = 5)', 'collector.count'],
    ['(ctx.collector.user.id = "berta")', 'A change of the collector'],
    ['delete ctx.collector.globals.shop', 'A change of the collector'],
    ['ctx.collector', 'collector'],
  ])('%s is exact, or names %s', async (expression, named) => {
    const flow = flowWith(expression)
    if (named === null) return expect(preview(flow, into)).toEqual({ value: await published(flow, into) })
    expect(preview(flow, into)).toEqual({ named: expect.stringContaining(named) })
  })
})

describe('the function of an inline source', () => {
  const into: Entry = { into: 'source', name: 'in' }
  const flowWith = (push: string, more: JsonObject = {}) => {
    const flow = flowOf({}) as { flows: { default: JsonObject } }
    Object.assign(flow.flows.default, { sources: { in: { code: { push: `$code:${push}`, ...more } } } })
    return flow as unknown as JsonObject
  }
  const handOver = (out: string) => `context.env.push({ ...event, data: { out: ${out} } })`

  it.each([
    ['gets the event alone', `function (event) { return ${handOver('arguments.length')} }`],
    ['has a context without a request', `(event) => ${handOver('Object.keys(context).includes("ingest")')}`],
    [
      'sees what its start left',
      `(event) => ${handOver('context.config.started ?? "no"')}`,
      '() => { context.config.started = "yes" }',
    ],
    [
      'goes on where its start fails',
      `(event) => ${handOver('context.config.started ?? "no"')}`,
      '() => { throw new Error("no") }',
    ],
    [
      'keeps its settings where its start returns others',
      `(event) => ${handOver('context.config.started ?? "no"')}`,
      '() => ({ started: 1 })',
    ],
    [
      'is started without a context',
      `(event) => ${handOver('context.config.given')}`,
      'function () { context.config.given = arguments.length }',
    ],
  ])('%s', async (_what, push, init?: string) => {
    const flow = flowWith(push, init === undefined ? {} : { init: `$code:${init}` })
    expect(preview(flow, into)).toEqual({ value: await published(flow, into) })
  })

  it('is not proven where its env hands events to another function', () => {
    const flow = flowWith(`(event) => ${handOver('1')}`) as unknown as {
      flows: { default: { sources: { in: JsonObject } } }
    }
    flow.flows.default.sources.in['env'] = { push: '$code:() => {}' }
    expect(preview(flow as unknown as JsonObject, into)).toEqual({
      named: expect.stringContaining('has a push of its own'),
    })
  })
})
