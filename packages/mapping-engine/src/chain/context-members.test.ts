import type { JsonObject } from '@mapping-designer/shared-types'
import { describe, expect, it } from 'vitest'
import { createCodeRunner } from '../code/code-runner.ts'
import { loadSandbox } from '../code/load-sandbox.ts'
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

/** Where a function stands that writes what an expression gives into the record, and why not if it cannot. */
const places: { where: string; flowWith(expression: string): JsonObject }[] = [
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
function preview(flow: JsonObject): { value: string } | { named: string } {
  const found = chooseFromFlow({ flow, into: 'collector', runtime: provenVersion })
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

async function published(flow: JsonObject): Promise<string> {
  const { default: settings } = (structuredClone(flow) as unknown as { flows: { default: Settings } }).flows
  // A recorder stands in the place of kafkajs.
  settings.destinations.kafka.env = {}
  const { sends } = await runGenuineFlow(settings, { into: 'collector' }, structuredClone(event))
  return sends['kafka']?.[0]?.messages[0]?.value ?? 'dropped'
}

/** All members that something in the context of a published function has, its methods of Object left out. */
async function membersOf(flowWith: (expression: string) => JsonObject, object: string): Promise<string[]> {
  const flow = flowWith(`(globalThis.contextMembers = Object.getOwnPropertyNames(${object})).length > 0`)
  await published(flow)
  const { contextMembers } = globalThis as { contextMembers?: string[] }
  return contextMembers ?? []
}

describe.each(places)('in $where', ({ flowWith }) => {
  it.each(['ctx', 'ctx.collector', 'ctx.logger'])('each member of %s is exact, or named', async (object) => {
    const members = await membersOf(flowWith, object)
    expect(members.length).toBeGreaterThan(3)
    const differences: string[] = []
    for (const member of members) {
      const flow = flowWith(`typeof ${object}.${member}`)
      const shown = preview(flow)
      const isRight = 'value' in shown ? shown.value === (await published(flow)) : shown.named.includes(member)
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
    if (named === null) return expect(preview(flow)).toEqual({ value: await published(flow) })
    expect(preview(flow)).toEqual({ named: expect.stringContaining(named) })
  })
})
