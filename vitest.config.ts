import { globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { InterleaveProjects } from './scripts/interleave-projects.ts'

// `pnpm coverage` asks for what the processes that tests start reach, too.
const processes = process.env['COVERAGE_OF_PROCESSES']

/** `pnpm fuzz --walkeros X` compares with packages that it installed. */
const installed = process.env['DIFFERENTIAL_PACKAGES']
const walkeros = ['collector', 'server-destination-kafka', 'transformer-validate'].map((name) => `@walkeros/${name}`)
const alias =
  installed === undefined
    ? {}
    : Object.fromEntries(walkeros.map((name) => [name, createRequire(`${installed}/package.json`).resolve(name)]))

const unit = [
  'packages/*/src/**/*.test.ts',
  'apps/*/src/**/*.test.ts',
  'scripts/*.test.ts',
  'benchmarks/*.test.ts',
  'torture/*.test.ts',
]
const noUnit = ['**/*.kafka.test.ts', '**/node_modules/**']

/** What changes modules, the clock or the prototypes that all files of a process share. */
const changesProcess = /\bvi\.mock\(|\b(pinClock|undoPollution)\b/
const alone = globSync(unit, { exclude: noUnit }).filter((path) => changesProcess.test(readFileSync(path, 'utf8')))

/** Unit tests; loading a package again for each file takes longer than most tests, so files share one process where they can. */
function unitTests(name: string, options: TestProjectInlineConfiguration['test']): TestProjectInlineConfiguration {
  return {
    resolve: { alias },
    test: {
      name,
      // Only a test that hangs reaches it, however busy the machine is.
      testTimeout: 60_000,
      hookTimeout: 60_000,
      expect: { poll: { timeout: 30_000 } },
      // What one test stands in for is none of the next.
      restoreMocks: true,
      unstubEnvs: true,
      unstubGlobals: true,
      ...options,
    },
  }
}

export default defineConfig({
  test: {
    ...(processes !== undefined && { env: { NODE_V8_COVERAGE: processes } }),
    // Tests with a broker wait more than they work.
    maxWorkers: 4,
    globalSetup: ['scripts/own-temporary-folder.ts'],
    sequence: { sequencer: InterleaveProjects },
    projects: [
      unitTests('unit', { include: unit, exclude: [...noUnit, ...alone], isolate: false }),
      unitTests('unit-alone', { include: alone }),
      {
        test: {
          name: 'kafka',
          include: ['**/*.kafka.test.ts'],
          exclude: ['**/node_modules/**'],
          globalSetup: ['packages/local-kafka/src/testing/one-kafka-for-all.ts'],
          // Brokers are killed and started in the midst of a test, two or three of them at a time.
          testTimeout: 180_000,
          hookTimeout: 180_000,
          expect: { poll: { timeout: 60_000 } },
        },
      },
    ],
  },
})
