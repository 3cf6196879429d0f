import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type {} from '@mapping-designer/local-kafka/testing'
import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
import type { BrowsedRecord, Bytes, JsonObject } from '@mapping-designer/shared-types'
import avro from 'avsc'
import { afterAll, afterEach, beforeEach, expect, inject, it, vi } from 'vitest'
import { createEventRunner } from '../code/event-runner.ts'
import { aProfile } from '../config/testing.ts'
import { kafkaCluster } from '../kafka/kafka-cluster.ts'
import { writeRecords } from '../kafka/testing.ts'
import type { SchemaRegistry } from '../registry/schema-registry.ts'
import type { RunCounts, RunOptions } from './run-options.ts'
import { type RunningWorker, startWorker } from './testing.ts'

const broker = inject('kafka').brokers.plaintext
const profile = aProfile({ brokers: [broker] })
const kafka = kafkaCluster(profile)
const runner = createEventRunner()
const folder = mkdtempSync(join(tmpdir(), 'run-retry-'))
const running = new Set<RunningWorker>()
let input: string
let output: string
let letters: string

afterAll(async () => {
  await Promise.all([kafka.close(), runner.close()])
  rmSync(folder, { recursive: true })
})
beforeEach(async () => {
  const id = crypto.randomUUID()
  input = `in-${id}`
  output = `out-${id}`
  letters = `${input}.dead-letter`
  for (const topic of [input, output, letters, `${letters}.dead-letter`])
    await kafka.createTopic(topic, { partitions: 1 })
})
afterEach(async () => {
  await Promise.all([...running].map((worker) => worker.stop()))
  running.clear()
})

const start = (mapping: JsonObject, options: Partial<RunOptions> & Pick<RunOptions, 'from'>) => {
  const flow = aFlow(aConfig({ mapping }, { topic: output, key: 'data.id', compression: 'none' }))
  const worker = startWorker({ profile, runner, flow, folder, group: `of-${options.from}`, ...options })
  running.add(worker)
  return worker
}
const complete = { order: { complete: { data: { map: { id: 'data.id' } } } } }
const write = (...values: (string | Buffer | null)[]) =>
  writeRecords(
    broker,
    input,
    values.map((value, at) => ({
      value: typeof value === 'string' ? Buffer.from(value) : value,
      partition: 0,
      headers: new Map([[Buffer.from('trace'), Buffer.from(String(at))]]),
    })),
  )
const textOf = (bytes: Bytes | undefined) => (bytes && 'text' in bytes ? bytes.text : null)
const headersOf = ({ headers }: BrowsedRecord) => headers.map(([name, bytes]) => [name, textOf(bytes)])
const have = (topic: string, count: number) =>
  vi.waitFor(
    async () => {
      const records = await kafka.browse(topic, { from: { kind: 'earliest' }, limit: 100 })
      expect([...running].map((worker) => worker.said()).join('')).toBe('')
      expect(records).toHaveLength(count)
      return records
    },
    { timeout: 90_000, interval: 50 },
  )

it('maps dead letters once their cause is gone, and those that fail again keep their first place', async () => {
  const order = '{"name":"order complete","data":{"id":"A"}}'
  await write(order, 'nonsense', null)
  start({ order: { complete: { settings: { topic: 'no / topic' } } } }, { from: input })
  await have(letters, 3)

  start(complete, { from: letters })
  const [again] = await have(output, 1)
  expect(textOf(again?.value)).toBe('{"id":"A"}')
  const failed = await have(`${letters}.dead-letter`, 2)
  expect(failed.map(headersOf)).toEqual([
    [
      ['trace', '1'],
      ['error.reason', 'The value is not JSON'],
      ['error.topic', input],
      ['error.partition', '0'],
      ['error.offset', '1'],
    ],
    [
      ['trace', '2'],
      ['error.reason', expect.stringContaining('tombstone')],
      ['error.topic', input],
      ['error.partition', '0'],
      ['error.offset', '2'],
    ],
  ])
  expect(failed.map(({ value }) => value)).toEqual([{ text: 'nonsense' }, null])
})

it('keeps as dead letters all of many records whose time the topic refuses', async () => {
  const order = (id: number, timestamp?: number) =>
    JSON.stringify({ name: 'order complete', data: { id: `o-${id}` }, ...(timestamp !== undefined && { timestamp }) })
  await write(...Array.from({ length: 60 }, (_, id) => order(id, 4_102_444_800_000)), order(60))
  start(complete, { from: input })
  expect(await have(output, 1)).toMatchObject([{ key: { text: 'o-60' } }])
  const refused = await have(letters, 60)
  expect(headersOf(refused[0] as BrowsedRecord)).toContainEqual([
    'error.reason',
    expect.stringContaining('too far from the clock of the broker'),
  ])
})

it('counts events whose numbers are rounded, or refuses them where everything has to be exact', async () => {
  const counts: RunCounts[] = []
  await write('{"name":"order complete","data":{"id":"A","n":73314510714175488}}')
  const worker = start(complete, { from: input, onWritten: (change) => counts.push(change) })
  await have(output, 1)
  await worker.stop()
  expect(counts).toMatchObject([{ produced: 1, inexact: 1 }])

  start(complete, { from: input, group: 'exact', exact: true })
  const [letter] = await have(letters, 1)
  expect(letter && headersOf(letter)).toContainEqual([
    'error.reason',
    expect.stringContaining('`73314510714175488` becomes `73314510714175490`'),
  ])
  expect(textOf(letter?.value)).toContain('73314510714175488')
})

const framed = (id: number, value: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, 0, id]), value])

it('reads JSON behind the frame of a schema registry, and names what is framed otherwise', async () => {
  const order = Buffer.from('{"name":"order complete","data":{"id":"A"}}')
  await write(framed(5, order), framed(200, order), framed(7, Buffer.from([0xff, 0x02])))
  start(complete, { from: input })
  expect((await have(output, 2)).map(({ value }) => textOf(value))).toEqual(['{"id":"A"}', '{"id":"A"}'])
  const [letter] = await have(letters, 1)
  expect(letter && headersOf(letter)).toContainEqual([
    'error.reason',
    'The value is framed for schema 7, and the profile has no schemaRegistry to read it with',
  ])
})

it('reads Avro by the registry, and dead-letters what does not fit its schema', async () => {
  const data: avro.Schema = { type: 'record', name: 'Data', fields: [{ name: 'id', type: 'string' }] }
  const fields = [
    { name: 'name', type: 'string' },
    { name: 'data', type: data },
  ]
  const schema: avro.Schema = { type: 'record', name: 'Event', fields }
  const value = avro.Type.forSchema(schema).toBuffer({ name: 'order complete', data: { id: 'A' } })
  const registry = schemaRegistryOf({ 7: JSON.stringify(schema) })
  await write(framed(7, value), framed(7, value.subarray(0, 5)), framed(8, value))
  start(complete, { from: input, registry })
  expect((await have(output, 1)).map((one) => textOf(one.value))).toEqual(['{"id":"A"}'])
  const reasons = (await have(letters, 2)).flatMap((letter) =>
    headersOf(letter).flatMap(([name, text]) => (name === 'error.reason' ? text : [])),
  )
  expect(reasons).toEqual([
    expect.stringContaining('The value does not fit schema 7: '),
    'The registry has no schema 8.',
  ])
})

/** A registry that knows some Avro schemas by their ids. */
function schemaRegistryOf(schemas: Record<number, string>): SchemaRegistry {
  return {
    mayRegister: false,
    subjects: async () => [],
    latest: async () => undefined,
    compared: async () => [],
    isCompatible: async () => ({ isCompatible: true, reasons: [] }),
    register: async () => {},
    objectionTo: async () => undefined,
    async byId(id) {
      const schema = schemas[id]
      return schema === undefined ? undefined : { id, schemaType: 'AVRO', schema, references: [] }
    },
  }
}
