import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createCodeRunner } from '../code/code-runner.ts'
import { loadSandbox } from '../code/load-sandbox.ts'
import { type ReferenceValues, readFlowJson } from '../flow/read-flow.ts'
import type { Entry } from '../flow/whole-flow.ts'
import { planDestination } from '../preview.ts'
import { compileFlow, type Journey } from './compile-flow.ts'
import { loadPorts } from './load-ports.ts'

interface Case {
  name: string
  topic: string
  flow: unknown
  flowName?: string
  into?: string
  scope?: unknown
  env?: ReferenceValues
  events: unknown[]
  honest?: string[]
  expected: {
    refused?: string
    outcomes?: Record<string, string>[]
    records?: Record<string, unknown[]>[]
    ran?: string[][]
    logs?: { level: string; msg: string }[]
  }
}
interface Recording {
  now: number
  walkeros: string
  cases: Case[]
}

const load = (file: string): Recording =>
  JSON.parse(readFileSync(new URL(`../../fixtures/${file}`, import.meta.url), 'utf8'))
const quickjs = await loadSandbox()

async function runCase({ flow, flowName = 'default', env = {}, ...one }: Case, { now, walkeros }: Recording) {
  const reading = readFlowJson(flow, env)
  const destinations = reading.isReadable ? reading.destinations.filter((found) => found.flowName === flowName) : []
  const [first] = destinations
  const collector = first?.collector ?? {}
  const code = createCodeRunner(quickjs, {
    now,
    collector: { consent: {}, globals: {}, user: {}, custom: {}, ...collector },
  })
  try {
    const plans = Object.fromEntries(
      destinations.map((destination) => {
        const runtime = { ...destination.runtime, collector: walkeros, core: walkeros }
        return [destination.name, planDestination({ ...destination, runtime }, { now, code }).plan]
      }),
    )
    const ports = await loadPorts(flow)
    const plan = compileFlow(flow, { flowName, runtime: walkeros, now, env, code, ports, plans, collector })
    if (plan.refused !== null) return { refused: plan.refused, journeys: [] }
    const [, source] = (one.into ?? 'collector').split('source.')
    const entry: Entry = source === undefined ? { into: 'collector' } : { into: 'source', name: source }
    const run = plan.start()
    return { refused: null, journeys: one.events.map((event) => run.push(entry, event, { scope: one.scope })) }
  } finally {
    code.dispose()
  }
}

/** One word for all copies: what was sent counts. */
function outcomeOf(made: Journey['deliveries'][number]['made']): string {
  const kinds = made.map(({ outcome }) => (outcome.kind === 'not-proven' ? `not-proven:${outcome.part}` : outcome.kind))
  return kinds.find((kind) => kind === 'message') ?? kinds[0] ?? 'dropped'
}

function recordsOf(made: Journey['deliveries'][number]['made']): unknown[] {
  return made.flatMap(({ outcome }) => ('record' in outcome && outcome.kind === 'message' ? [outcome.record] : []))
}

function withoutGenerated(value: unknown, events: readonly unknown[]): unknown {
  const given = JSON.stringify(events)
  const text = JSON.stringify(value)
    .replace(/\\"id\\":\\"([0-9a-f]{16})\\"/g, (all, id) => (given.includes(id) ? all : '\\"id\\":0'))
    .replace(/\\"trace\\":\\"([0-9a-f]{32})\\"/g, (all, trace) => (given.includes(trace) ? all : '\\"trace\\":0'))
    .replace(/\\"count\\":(\d+)/g, (all) => (given.includes('"count"') ? all : '\\"count\\":0'))
  return JSON.parse(text)
}

describe.each(['chains.json', 'chains-4.7.json'])('%s', (file) => {
  const recording = load(file)
  it.each(recording.cases.map((one) => ({ ...one, title: `${one.topic}: ${one.name}` })))('$title', async (one) => {
    const { refused, journeys } = await runCase(one, recording)
    if (one.expected.refused !== undefined) return expect(refused).not.toBeNull()
    expect(refused).toBeNull()
    for (const [index, journey] of journeys.entries()) {
      for (const [destination, expected] of Object.entries(one.expected.outcomes?.[index] ?? {})) {
        const made = journey.deliveries.find((found) => found.destination === destination)?.made ?? []
        const outcome = outcomeOf(made)
        if (one.honest?.some((word) => outcome === `not-proven:${word}`)) continue
        expect({ index, destination, outcome: expected.split('|').includes(outcome) ? expected : outcome }).toEqual({
          index,
          destination,
          outcome: expected,
        })
        const records = one.expected.records?.[index]?.[destination] ?? []
        if (outcome === 'message')
          expect(withoutGenerated(recordsOf(made), one.events)).toEqual(withoutGenerated(records, one.events))
      }
    }
    const logs = journeys.flatMap((journey) => journey.logs.map(({ message }) => message))
    const recorded = one.expected.logs ?? []
    if (one.honest === undefined)
      expect(logs).toEqual(recorded.map(({ msg }) => msg).filter((message) => !message.startsWith('Hook ')))
  })
})
