import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { loadPorts } from '../chain/load-ports.ts'
import { createCodeRunner } from '../code/code-runner.ts'
import { loadSandbox } from '../code/load-sandbox.ts'
import { readFlowJson } from '../flow/read-flow.ts'
import { compileFollow } from '../follow-event.ts'
import { withWholeFlow } from '../preview.ts'
import { pinClock } from '../testing/pin-clock.ts'
import { compareFlowWithPublished } from './compare-flow.ts'

interface Recording {
  now: number
  cases: {
    name: string
    flow: never
    flowName?: string
    into?: string
    env?: Record<string, string>
    events: object[]
  }[]
}
const { now, cases }: Recording = JSON.parse(
  readFileSync(new URL('../../fixtures/chains.json', import.meta.url), 'utf8'),
)
pinClock(now)
const quickjs = await loadSandbox()
const intoCollector = cases.filter(({ into = 'collector' }) => into === 'collector')

it.each(intoCollector)(
  'proves the preview of a whole flow: $name',
  async ({ flow, flowName = 'default', env = {}, events }) => {
    const reading = readFlowJson(flow, env)
    const found = reading.isReadable ? reading.destinations.filter((one) => one.flowName === flowName) : []
    for (const one of found) {
      const runtime = { ...one.runtime, collector: '4.2.1', core: '4.2.1' }
      const destination = withWholeFlow({ ...one, runtime }, flow, { into: 'collector', env })
      if ('error' in destination) continue
      const open = () =>
        createCodeRunner(quickjs, {
          now,
          collector: { consent: {}, globals: {}, user: {}, custom: {}, ...one.collector },
        })
      const [ofPreview, ofPackages] = [open(), open()]
      const plan = compileFollow(destination, { now, code: ofPreview, ports: await loadPorts(flow) })
      for (const event of events) {
        const { outcome } = plan.follow(event, false)
        const all = outcome.copies ?? [outcome]
        const records = all.flatMap((copy) => ('record' in copy ? [copy.record] : []))
        const check = await compareFlowWithPublished({
          destination,
          event,
          outcome: outcome.kind,
          records,
          now,
          code: ofPackages,
        })
        expect({ name: one.name, check }).toMatchObject({
          check: { verdict: expect.stringMatching(/same|not-checked/) },
        })
        if (outcome.kind !== 'not-proven') expect(check).toEqual({ verdict: 'same', version: '4.2.1' })
      }
      ofPreview.dispose()
      ofPackages.dispose()
    }
  },
)
