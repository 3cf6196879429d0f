import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadSandbox } from './code/quickjs-code.ts'
import { anyCollector, anyEvent, configsWith } from './testing/arbitraries.ts'
import { compareWithGenuine } from './testing/compare-with-genuine.ts'

const now = 1_700_000_000_000
const realNow = Date.now

beforeAll(() => {
  Date.now = () => now
})
afterAll(() => {
  Date.now = realNow
})

const cases = Number(process.env['DIFFERENTIAL_CASES'] ?? 1_500)
const freshSeed = Number(process.env['DIFFERENTIAL_SEED'] ?? realNow() % 2 ** 31)

it.each([
  { kind: 'without functions', hasFunctions: false, which: 'a fixed seed', seed: 4711 },
  { kind: 'with functions', hasFunctions: true, which: 'a fixed seed', seed: 4711 },
  { kind: 'without functions', hasFunctions: false, which: `the fresh seed ${freshSeed}`, seed: freshSeed },
  { kind: 'with functions', hasFunctions: true, which: `the fresh seed ${freshSeed}`, seed: freshSeed },
])(
  'gives what the published packages give for generated configs $kind, $which',
  async ({ hasFunctions, seed }) => {
    const quickjs = await loadSandbox()
    await fc.assert(
      fc.asyncProperty(configsWith({ hasFunctions }), anyCollector, anyEvent, async (config, collector, event) => {
        const { engine, genuine } = await compareWithGenuine({ config, collector, event }, now, quickjs)
        expect(engine).toEqual(genuine)
      }),
      { numRuns: cases, seed },
    )
  },
  300_000,
)
