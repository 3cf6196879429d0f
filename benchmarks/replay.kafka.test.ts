import type {} from '@mapping-designer/local-kafka/testing'
import { expect, inject, it } from 'vitest'
import { measureReplay, sizes } from './replay.ts'
import { measureRun, runOf, sizes as runSizes } from './run.ts'

it('measures all parts of replay', async () => {
  const names: string[] = []
  const all = await measureReplay(inject('kafka').brokers.plaintext, (name) => names.push(name), sizes.tiny)
  expect(names).toEqual(['none', 'gzip', 'memory', 'bridge'])
  expect(all['bridge']).toMatchObject({ manyAtOnce: { identical: sizes.tiny.requests } })
})

it('measures run', async () => {
  const broker = inject('kafka').brokers.plaintext
  const all = await measureRun(broker, { run: runOf(broker) }, () => {}, runSizes.tiny)
  const figures = {
    eventsPerSecond: expect.any(Number),
    cpuPer100000: expect.any(Number),
    memoryMiB: expect.any(Number),
  }
  expect(all).toEqual({
    simple: { run: figures },
    latency: { run: { p50: expect.any(Number), p99: expect.any(Number) } },
  })
})
