import type { JsonObject } from '@mapping-designer/shared-types'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { chooseFromFlow, planDestination } from '../preview.ts'
import { configsWith } from '../testing/any-config.ts'
import { anyCollector, anyEvent } from '../testing/any-event.ts'
import { aFlow } from '../testing/builders.ts'

const anyConfig = configsWith({ hasFunctions: false })

/** A source, two steps of mappings alone and two destinations: nothing here changes an event in place. */
function flowOf(config: object, steps: readonly object[], collector: object): JsonObject {
  const flow = aFlow(config as JsonObject, { before: 't0' }) as { flows: { default: JsonObject } }
  const { settings: _, ...first } = { settings: undefined, ...steps[0] }
  Object.assign(flow.flows.default, {
    collector,
    sources: { web: { package: '@walkeros/server-source-express', config: first, next: 't1' } },
    transformers: { t0: { mapping: steps[0], next: 't1' }, t1: { mapping: steps[1], before: [] } },
  })
  return JSON.parse(JSON.stringify(flow))
}

it('a fast run through mappings alone gives what an explained one gives, and leaves the event as it was', () => {
  let records = 0
  fc.assert(
    fc.property(
      anyConfig,
      anyConfig,
      anyConfig,
      anyCollector,
      anyEvent,
      fc.constantFrom('collector', 'source.web'),
      fc.constantFrom('4.2.1', '4.4.0', '4.9.0'),
      (config, first, second, collector, generated, into, runtime) => {
        const found = chooseFromFlow({ flow: flowOf(config, [first, second], collector), into, runtime })
        if ('error' in found) return
        const event = JSON.parse(JSON.stringify(generated))
        const before = JSON.stringify(event)
        const { plan } = planDestination(found, { now: 0, isOneRun: true })
        const { outcome } = plan.explain(JSON.parse(before))
        expect([plan.run(event), plan.run(event)]).toEqual([outcome, outcome])
        expect(JSON.stringify(event)).toBe(before)
        if ('record' in outcome) records++
      },
    ),
    { numRuns: 100 },
  )
  expect(records).toBeGreaterThan(20)
})
