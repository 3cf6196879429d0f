// `pnpm bench engine [--json]`: the engine against core, the genuine pipeline and JSON.stringify alone, in one run.
// Every figure is a ratio of rates measured alternately on the same events, so that a busy machine spoils none of them.

import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { chooseFromFlow, compileDestination, planDestination } from '@mapping-designer/mapping-engine'
import { startFlow } from '@walkeros/collector'
import { processEventMapping } from '@walkeros/core'
import { destinationKafka } from '@walkeros/server-destination-kafka'
import { measureParts } from './measure-parts.ts'
import { heavy, simple, type Workload } from './workloads.ts'

/** How much is measured: all of it takes minutes, a little shows that the benchmark still runs. */
export const sizes = {
  full: { rounds: 7, turnMs: 250, explained: 1_000, rules: 200, events: 1_000_000 },
  tiny: { rounds: 1, turnMs: 1, explained: 5, rules: 2, events: 100 },
}
type Size = (typeof sizes)['full']

interface Rates {
  [name: string]: number
}

/** Calls per second of each candidate: the best of several rounds in which all take turns. */
async function race(
  candidates: Record<string, () => unknown>,
  isAsync: Record<string, boolean>,
  { rounds, turnMs }: Size,
): Promise<Rates> {
  const best: Rates = {}
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(candidates)) {
      const until = performance.now() + turnMs
      let calls = 0
      const began = performance.now()
      while (performance.now() < until) {
        for (let inner = 0; inner < 20; inner++) {
          if (isAsync[name]) await run()
          else run()
        }
        calls += 20
      }
      best[name] = Math.max(best[name] ?? 0, (calls / (performance.now() - began)) * 1000)
    }
  }
  return best
}

async function genuinePush({ config, event }: Workload): Promise<() => Promise<unknown>> {
  const producer = { connect: async () => {}, disconnect: async () => {}, send: async () => [] }
  class Kafka {
    producer() {
      return producer
    }
  }
  const { collector } = await startFlow({
    logger: { level: 'ERROR', handler: () => {} },
    destinations: { kafka: { code: destinationKafka, config: structuredClone(config), env: { Kafka: { Kafka } } } },
  } as never)
  return () => collector.push(event as never)
}

async function measure(workload: Workload, size: Size) {
  const { config, event } = workload
  const plan = compileDestination(config)
  const outcome = plan.run(event)
  if (outcome.kind !== 'message')
    throw new Error(`The ${workload.name} event makes no record: ${JSON.stringify(outcome)}`)
  const value = JSON.parse(outcome.record.value)
  const collector = { logger: { error() {} }, status: { failed: 0 }, consent: {} }
  const rates = await race(
    {
      engine: () => plan.run(event),
      stringify: () => JSON.stringify(value),
      core: () => processEventMapping({ ...event } as never, config as never, collector as never),
      genuine: await genuinePush(workload),
    },
    { core: true, genuine: true },
    size,
  )
  const ratio = (name: string) => Math.round(((rates['engine'] ?? 0) / (rates[name] ?? 1)) * 100) / 100
  return {
    workload: workload.name,
    eventsPerSecond: Math.round(rates['engine'] ?? 0),
    againstCore: ratio('core'),
    againstGenuine: ratio('genuine'),
    againstStringify: ratio('stringify'),
  }
}

const runtime = '4.9.0'

/** A flow file with a chain of steps before its destination, each with a mapping alone, as this version of walkerOS runs them. */
function flowOf({ config }: Workload, steps: number) {
  const names = Array.from({ length: steps }, (_, index) => `step${index}`)
  const transformers = names.map((name, index) => [
    name,
    { mapping: { policy: { [`custom.${name}`]: 'data.id' } }, next: names[index + 1] },
  ])
  const kafka = { package: '@walkeros/server-destination-kafka', config, before: names[0] }
  const flow = { transformers: Object.fromEntries(transformers), destinations: { kafka } }
  const chosen = chooseFromFlow({
    flow: JSON.parse(JSON.stringify({ version: 4, flows: { default: flow } })),
    into: 'collector',
    runtime,
  })
  if ('error' in chosen) throw new Error(chosen.error.message)
  return planDestination(chosen, {}).plan
}

/**
 * How many times as long as with its destination alone an event takes through a whole flow. The same destination compiled
 * once more shows how far two equal plans are apart.
 */
async function measureChain(workload: Workload, size: Size) {
  const { config, event } = workload
  const [alone, again] = [1, 2].map(() => compileDestination(config, { runtime }))
  const plans = { flow: flowOf(workload, 0), chain: flowOf(workload, 3) }
  const mapped = plans.chain.explain(event).steps.find((step) => step.kind === 'data')?.event['custom']
  if (!JSON.stringify(mapped)?.includes('step2')) throw new Error(`The chain was not run: ${JSON.stringify(mapped)}`)
  const rates = await race(
    {
      alone: () => alone?.run(event),
      again: () => again?.run(event),
      flow: () => plans.flow.run(event),
      chain: () => plans.chain.run(event),
    },
    {},
    size,
  )
  const times = (name: string) => Math.round(((rates['alone'] ?? 0) / (rates[name] ?? 1)) * 100) / 100
  return { compiledAgain: times('again'), withoutTransformers: times('flow'), ofThreeMappings: times('chain') }
}

function cpu(run: () => void): number {
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return Math.round((user + system) / 100) / 10
}

/** Outcomes and problems of many samples on a heavy plan, ms of CPU. */
function explainMany(count: number): number {
  const plan = compileDestination(heavy.config)
  for (let warm = 0; warm < 300; warm++) plan.explain(heavy.event)
  return cpu(() => {
    for (let index = 0; index < count; index++) plan.explain(heavy.event)
  })
}

/** From the config to the first outcome, or to all its problems. */
function compileRules(count: number, withProblems: boolean): number {
  const rule = (heavy.config.mapping as Record<string, Record<string, unknown>>)['order']?.['complete']
  const mapping = Object.fromEntries(Array.from({ length: count }, (_, index) => [`entity${index}`, { action: rule }]))
  const config = { ...heavy.config, mapping }
  const run = () => {
    const plan = compileDestination(config)
    return withProblems ? plan.problems.length : plan.run({ name: 'entity0 action' }).kind
  }
  for (let warm = 0; warm < 5; warm++) run()
  return cpu(run)
}

/** Heap growth in MiB over a number of events, after the first tenth of them. */
function heapGrowth(events: number): number {
  const plan = compileDestination(simple.config)
  const after = (count: number) => {
    for (let index = 0; index < count; index++) plan.run(simple.event)
    globalThis.gc?.()
    return process.memoryUsage().heapUsed
  }
  const warm = after(events * 0.1)
  return Math.round(((after(events * 0.9) - warm) / 2 ** 20) * 10) / 10
}

/** Gzipped kB of what a browser loads to compile, run, explain and check; the parsers of pasted text are apart. */
async function bundleKb(): Promise<number> {
  const vite = new URL('../apps/designer/node_modules/vite/dist/node/index.js', import.meta.url)
  const { build } = await import(vite.href)
  const entry = 'engine-in-a-browser'
  const { output } = await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('.', import.meta.url)),
    plugins: [
      {
        name: entry,
        resolveId: (id: string) => (id === entry ? fileURLToPath(new URL(`${entry}.ts`, import.meta.url)) : null),
        load: (id: string) =>
          id.endsWith(`${entry}.ts`) ? `export { compileDestination } from '@mapping-designer/mapping-engine'` : null,
      },
    ],
    build: { write: false, minify: true, rollupOptions: { input: entry, preserveEntrySignatures: 'strict' } },
  })
  const bytes = output.reduce((sum: number, { code = '' }: { code?: string }) => sum + gzipSync(code).length, 0)
  return Math.round(bytes / 100) / 10
}

/** Measures the engine part by part; each is handed to `onPart` as soon as it is there. */
export async function benchEngine(
  onPart: (name: string, figures: unknown) => void,
  size: Size = sizes.full,
): Promise<Record<string, unknown>> {
  const { explained, rules, events } = size
  const parts: Record<string, () => unknown> = {
    'simple workload': () => measure(simple, size),
    'heavy workload': () => measure(heavy, size),
    'simple chain': () => measureChain(simple, size),
    'heavy chain': () => measureChain(heavy, size),
    thousandHeavySamplesExplainedCpuMs: () => explainMany(explained),
    tenThousandHeavySamplesExplainedCpuMs: () => explainMany(explained * 10),
    hundredThousandHeavySamplesExplainedCpuMs: () => explainMany(explained * 100),
    twoHundredRulesCompiledCpuMs: () => compileRules(rules, false),
    twoHundredRulesCheckedCpuMs: () => compileRules(rules, true),
    heapGrowthMiB: () => heapGrowth(events),
    bundleGzipKb: bundleKb,
  }
  return measureParts(parts, onPart)
}
