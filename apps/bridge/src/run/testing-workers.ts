import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type {} from '@mapping-designer/local-kafka/testing'
import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
import type { Bytes, JsonObject } from '@mapping-designer/shared-types'
import { afterAll, afterEach, beforeEach, expect, inject, vi } from 'vitest'
import { createEventRunner } from '../code/event-runner.ts'
import { aProfile } from '../config/testing.ts'
import { kafkaCluster } from '../kafka/kafka-cluster.ts'
import { type InputRecord, writeRecords } from '../kafka/testing.ts'
import type { RunOptions } from './run-options.ts'
import { type RunningWorker, startWorker } from './testing.ts'

export const waiting = { timeout: 90_000, interval: 50 }
export const orders = { order: { complete: { data: { map: { id: 'data.id' } } } } }
export const textOf = (bytes: Bytes | undefined) =>
  bytes !== null && bytes !== undefined && 'text' in bytes ? bytes.text : ''

/** Topics of each test of a file, and the workers that it starts between them. */
export function workersOnKafka() {
  const broker = inject('kafka').brokers.plaintext
  const profile = aProfile({ brokers: [broker] })
  const kafka = kafkaCluster(profile)
  const runner = createEventRunner()
  const folder = mkdtempSync(join(tmpdir(), 'run-faults-'))
  const running = new Set<RunningWorker>()
  /** The group of the test, and its topics. */
  const names = { id: '', input: '', output: '', letters: '' }

  afterAll(async () => {
    await Promise.all([kafka.close(), runner.close()])
    rmSync(folder, { recursive: true })
  })
  beforeEach(async () => {
    const id = crypto.randomUUID()
    Object.assign(names, { id, input: `in-${id}`, output: `out-${id}`, letters: `in-${id}.dead-letter` })
    await kafka.createTopic(names.input, { partitions: 2 })
    await kafka.createTopic(names.output, { partitions: 1 })
  })
  afterEach(async () => {
    await Promise.all([...running].map((worker) => worker.stop()))
    running.clear()
  })

  /** A worker of the group of this test, or of another one. */
  function start({ mapping = orders, ...changes }: Partial<RunOptions> & { mapping?: JsonObject } = {}) {
    const { id, input, output } = names
    const flow = aFlow(aConfig({ mapping }, { topic: output, key: 'data.id', compression: 'none' }))
    const worker = startWorker({ profile, runner, flow, folder, from: input, group: id, ...changes })
    running.add(worker)
    return worker
  }

  const read = (topic: string) => kafka.browse(topic, { from: { kind: 'earliest' }, limit: 10_000 })
  const keys = async (topic = names.output) => (await read(topic)).map(({ key }) => textOf(key)).sort()
  return {
    ...{ broker, kafka, runner, names, start, read, keys },
    write: (...records: InputRecord[]) => writeRecords(broker, names.input, records),
    haveKeys: (...expected: string[]) => vi.waitFor(async () => expect(await keys()).toEqual(expected), waiting),
    makeLetters: (config: Record<string, string> = {}) => kafka.createTopic(names.letters, { partitions: 1, config }),
  }
}
