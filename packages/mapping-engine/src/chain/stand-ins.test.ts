import type { StandIns } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { createCodeRunner } from '../code/code-runner.ts'
import { loadSandbox } from '../code/load-sandbox.ts'
import { chooseFromFlow, explainWithConfig, planDestination, previewLine } from '../preview.ts'
import { aConfig, anEvent } from '../testing/builders.ts'

const quickjs = await loadSandbox()
const now = 1_700_000_000_000

const flow = {
  version: 4,
  flows: {
    default: {
      config: { platform: 'server', bundle: { packages: { '@walkeros/collector': { version: '4.2.1' } } } },
      transformers: {
        print: { package: '@walkeros/server-transformer-fingerprint' },
        own: { code: { push: '$code:(event) => event.data.id === "skip" ? false : undefined' } },
      },
      destinations: {
        kafka: {
          package: '@walkeros/server-destination-kafka',
          before: ['own', 'print'],
          config: aConfig({ data: { map: { hash: 'user.hash' } } }),
        },
      },
    },
  },
}

function preview(assume?: StandIns, event = anEvent()) {
  const destination = chooseFromFlow({ flow, into: 'collector', assume })
  if ('error' in destination) return destination.error.message
  const code = createCodeRunner(quickjs, { now, collector: {} })
  try {
    const flowPlan = planDestination(destination, { now, code })
    const { message, ...line } = previewLine(destination, explainWithConfig(flowPlan, event), 0)
    return { ...line, value: message?.value }
  } finally {
    code.dispose()
  }
}

it('proves nothing of a package that is not run here, and says which one', () => {
  expect(preview()).toMatchObject({ outcome: 'not-proven', reason: expect.stringContaining('fingerprint') })
})

it.each([
  { kind: 'a mapping', print: { mapping: { policy: { 'user.hash': { value: 'h1' } } } } },
  { kind: 'a function', print: { push: '(event) => ({ event: { ...event, user: { hash: "h1" } } })' } },
])('puts $kind in its place, and says of the record that it is assumed', ({ print }) => {
  expect(preview({ print })).toMatchObject({ outcome: 'message', value: '{"hash":"h1"}', assumed: ['print'] })
})

it('says so of no event that does not come to the stand-in', () => {
  const line = preview({ print: { mapping: {} } }, anEvent({ data: { id: 'skip' } }))
  expect(line).toMatchObject({ outcome: 'dropped' })
  expect(line).not.toHaveProperty('assumed')
})

it('refuses what is assumed of a transformer that is run for what it is', () => {
  expect(preview({ own: { mapping: {} } })).toBe(
    'Nothing can be assumed of "own": it is no transformer of a package that cannot be run; those that need one: print.',
  )
})
