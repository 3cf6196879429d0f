import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { anyCollector, anyConfig, anyEvent } from './testing/arbitraries.ts'
import { compareWithGenuine } from './testing/compare-with-genuine.ts'

const now = 1_700_000_000_000
const realNow = Date.now

beforeAll(() => {
  Date.now = () => now
})
afterAll(() => {
  Date.now = realNow
})

const cases = Number(process.env['DIFFERENTIAL_CASES'] ?? 1500)
const freshSeed = Number(process.env['DIFFERENTIAL_SEED'] ?? realNow() % 2 ** 31)

it.each([
  { title: 'a fixed seed', seed: 4711 },
  { title: `the fresh seed ${freshSeed}`, seed: freshSeed },
])(
  'gives what the published packages give for generated configs and events, $title',
  async ({ seed }) => {
    await fc.assert(
      fc.asyncProperty(anyConfig, anyCollector, anyEvent, async (config, collector, event) => {
        const { engine, genuine } = await compareWithGenuine({ config, collector, event }, now)
        expect(engine).toEqual(genuine)
      }),
      { numRuns: cases, seed },
    )
  },
  300_000,
)
