import type { CollectorState } from '@mapping-designer/shared-types'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { createCodeRunner } from '../code/code-runner.ts'
import { loadSandbox } from '../code/load-sandbox.ts'
import { readFlowJson } from '../flow/read-flow.ts'
import type { Entry } from '../flow/whole-flow.ts'
import { runGenuineFlow } from '../genuine/run-genuine-flow.ts'
import { planDestination } from '../preview.ts'
import { anyFlow } from '../testing/arbitrary-flows.ts'
import { packagesUnderTest, versionUnderTest } from '../testing/packages-under-test.ts'
import { pinClock } from '../testing/pin-clock.ts'
import type { CodeRunner } from '../value/code-function.ts'
import { compileFlow } from './compile-flow.ts'

const now = 1_700_000_000_000
const { realNow } = pinClock(now)

const cases = Number(process.env['DIFFERENTIAL_CASES'] ?? 1_000)
const timeLimit = Math.max(300_000, cases * 200)
const freshSeed = Number(process.env['DIFFERENTIAL_SEED'] ?? realNow() % 2 ** 31)
const quickjs = await loadSandbox()
const scope = { path: '/a' }
const event = {
  name: 'order complete',
  data: { id: 'A', total: 60 },
  user: { email: 'a@b.de' },
  consent: { functional: true },
  id: 'e1',
  timing: 0,
  source: { type: 'x', count: 1, trace: 't' },
}

afterAll(() => {
  for (const { code } of runners.values()) code.dispose()
})

interface Answer {
  isUnknown: boolean
  sends: Record<string, unknown[]>
  logs: string[]
}

function runEngine(flow: Record<string, unknown>, entry: Entry): Answer {
  const file = { version: 4, flows: { default: flow } }
  const reading = readFlowJson(file)
  if (!reading.isReadable) throw new Error(reading.error.message)
  const collector = reading.destinations[0]?.collector ?? {}
  return withRunner(collector, (code) => {
    const plans = Object.fromEntries(
      reading.destinations.map((one) => {
        const runtime = { ...one.runtime, collector: versionUnderTest, core: versionUnderTest }
        return [one.name, planDestination({ ...one, runtime }, { now, code }).plan]
      }),
    )
    const plan = compileFlow(file, {
      flowName: 'default',
      runtime: versionUnderTest,
      now,
      code,
      plans,
      collector,
      maxSteps: 300,
    })
    expect(plan.refused).toBeNull()
    const { deliveries, logs } = plan.start().push(entry, structuredClone(event), { scope })
    const sends = deliveries.map(({ destination, made }) => [
      destination,
      made.flatMap(({ outcome }) => ('record' in outcome ? [[outcome.record.key, outcome.record.value]] : [])),
    ])
    // Routes that double the event at each round end in no process.
    const isUnknown = deliveries.some(({ made }) => made.some(({ outcome }) => outcome.kind === 'not-proven'))
    return { isUnknown, sends: Object.fromEntries(sends), logs: logs.map(({ message }) => message).sort() }
  })
}

const runners = new Map<string, { code: CodeRunner; uses: number }>()

/** A sandbox costs more than what a flow does in it, so that flows with one state of the collector share one for a while. */
function withRunner<T>(collector: CollectorState, use: (code: CodeRunner) => T): T {
  const name = JSON.stringify(collector)
  const state = { consent: {}, globals: {}, user: {}, custom: {}, ...collector }
  const known = runners.get(name) ?? { code: createCodeRunner(quickjs, { now, collector: state }), uses: 0 }
  runners.set(name, known)
  try {
    return use(known.code)
  } finally {
    if (++known.uses === 50 || known.code.isSpent) {
      known.code.dispose()
      runners.delete(name)
    }
  }
}

async function runPublished(flow: Record<string, unknown>, entry: Entry): Promise<Answer> {
  const { sends, logs } = await runGenuineFlow(flow, entry, structuredClone(event), {
    scope,
    packages: packagesUnderTest,
  })
  const records = Object.entries(sends).map(([name, all]) => [
    name,
    all.flatMap(({ messages }) => messages.map(({ key, value }) => [key, value])),
  ])
  return { isUnknown: false, sends: Object.fromEntries(records), logs: logs.map(({ message }) => message).sort() }
}

it.each([
  // A regression shows in the same place each time, for which fewer cases do.
  { which: 'a fixed seed', seed: 4711, numRuns: Math.ceil(cases / 3) },
  { which: `the fresh seed ${freshSeed}`, seed: freshSeed, numRuns: cases },
])(
  'gives what the published packages give for generated flows, $which',
  async ({ seed, numRuns }) => {
    await fc.assert(
      fc.asyncProperty(anyFlow, fc.boolean(), async (generated, isSource) => {
        const flow = JSON.parse(JSON.stringify(generated))
        const entry: Entry = isSource ? { into: 'source', name: 'web' } : { into: 'collector' }
        const engine = runEngine(flow, entry)
        if (!engine.isUnknown) expect(engine).toEqual(await runPublished(flow, entry))
      }),
      { numRuns, seed },
    )
  },
  timeLimit,
)
