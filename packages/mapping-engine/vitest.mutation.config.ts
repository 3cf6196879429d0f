import { defineConfig } from 'vitest/config'

// The tests of the engine alone, with few generated cases that are the same each time: they run once for each fault.
export default defineConfig({
  test: {
    include: ['packages/mapping-engine/src/**/*.test.ts'],
    env: { DIFFERENTIAL_CASES: '60', DIFFERENTIAL_SEED: '7' },
  },
})
