import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type {} from '@mapping-designer/local-kafka/testing'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import type { ProduceResult } from '@mapping-designer/shared-types'
import { afterAll, afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { aProfile } from '../config/testing.ts'
import { kafkaCluster } from '../kafka/kafka-cluster.ts'
import { writeRecords } from '../kafka/testing.ts'
import { workerProcesses } from '../run/testing.ts'
import { compare } from './compare.ts'
import { type ProduceCommandOptions, produce } from './produce.ts'

const broker = inject('kafka').brokers.plaintext
const kafka = kafkaCluster(aProfile({ brokers: [broker] }))
const workers = workerProcesses({ KAFKA_BROKERS: broker, PRODUCE_TOPICS: 'whole-*' })
const folder = mkdtempSync(join(tmpdir(), 'whole-'))
afterAll(async () => {
  await kafka.close()
  workers.cleanUp()
  rmSync(folder, { recursive: true })
})
const file = (name: string, content: string) => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const split = '$code:(event) => ["a", "b"].map((part) => ({ event: { ...event, data: { ...event.data, part } } }))'
const transformers = {
  small: { code: { push: '$code:(event) => event.data.id === "small" ? false : undefined' } },
  print: { package: '@walkeros/server-transformer-fingerprint' },
  once: { cache: { rules: [{ key: ['event.data.once'], ttl: 60 }] }, next: 'branch' },
  branch: { next: { match: { key: 'event.data.id', operator: 'eq', value: 'print' }, next: 'print' } },
  split: { code: { push: split } },
}
const sources = { web: { package: '@walkeros/server-source-express', next: 'split' } }

let topic: string
let flow: ReturnType<typeof aFlow>
beforeEach(async () => {
  topic = `whole-${crypto.randomUUID()}`
  await kafka.createTopic(topic, { partitions: 1 })
  const data = { map: { id: 'data.id', part: 'data.part' } }
  const config = aConfig({ mapping: { order: { complete: { data } } } }, { topic, key: 'data.id', compression: 'none' })
  flow = aFlow(config, { before: ['small', 'once', 'branch'] })
  Object.assign((flow as { flows: { default: object } }).flows.default, { transformers, sources })
  vi.stubEnv('KAFKA_BROKERS', broker)
  vi.stubEnv('PRODUCE_ENABLED', 'true')
  vi.stubEnv('PRODUCE_TOPICS', 'whole-*')
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await workers.endAll('SIGKILL')
})

const order = (id: string, more: object = {}) => anEvent({ data: { id, ...more } })
const lines = (events: readonly object[]) => events.map((event) => `${JSON.stringify(event)}\n`).join('')

async function run(events: readonly object[], options: Partial<ProduceCommandOptions> = {}) {
  let text = ''
  const given = { events: file('events.ndjson', lines(events)), home: folder, json: true as const, ...options }
  const code = await produce(file('flow.json', JSON.stringify(flow)), given, (more) => {
    text += more
  })
  return {
    code,
    answers: text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as ProduceResult),
  }
}

async function values(of = topic): Promise<string[]> {
  const records = await kafka.browse(of, { from: { kind: 'earliest' }, limit: 1_000 })
  return records.map(({ value }) => (value !== null && 'text' in value ? value.text : ''))
}

describe('produce of a whole flow', () => {
  it('sends what the chain lets through, and nothing of what it drops or cannot be proven', async () => {
    const events = [order('A'), order('small'), order('print'), order('cached', { once: 1 })]
    const { code, answers } = await run(events, { verify: true })
    expect(answers).toMatchObject([
      { index: 0, status: 'produced', identical: true },
      { index: 1, status: 'skipped', reason: 'dropped by small: returned false' },
      {
        index: 2,
        status: 'refused',
        reason: expect.stringContaining('not proven: @walkeros/server-transformer-fingerprint'),
      },
      { index: 3, status: 'refused', reason: expect.stringContaining('not proven: cache') },
    ])
    expect(code).toBe(1)
    expect(await values()).toEqual(['{"id":"A"}'])
  })

  it('sends all records of an event that the source doubles', async () => {
    const { code, answers } = await run([order('A'), order('B')], { into: 'source.web' })
    expect(answers.map(({ index, status }) => [index, status])).toEqual([
      [0, 'produced'],
      [0, 'produced'],
      [1, 'produced'],
      [1, 'produced'],
    ])
    expect(code).toBe(0)
    const parts = ['a', 'b']
    expect(await values()).toEqual(['A', 'B'].flatMap((id) => parts.map((part) => JSON.stringify({ id, part }))))
  })

  it('leaves out the chain on demand', async () => {
    await run([order('small')], { destinationOnly: true })
    expect(await values()).toEqual(['{"id":"small"}'])
  })

  it('refuses a flow that walkerOS would not bundle', async () => {
    Object.assign((flow as { flows: { default: object } }).flows.default, { transformers: { 'not-a-name': {} } })
    await expect(run([order('A')])).rejects.toThrow(/walkerOS would not bundle this flow.*not-a-name/)
  })

  it('replays the records of an event together, once', async () => {
    const options = { into: 'source.web', replay: `whole-${crypto.randomUUID()}` }
    const events = [order('A'), order('small'), order('print'), order('B')]
    expect((await run(events, options)).code).toBe(1)
    await run(events, options)
    expect(await values()).toEqual(['A', 'B'].flatMap((id) => ['a', 'b'].map((part) => JSON.stringify({ id, part }))))
  })
})

describe('run of a whole flow', () => {
  it('writes all records of an event, skips what is dropped, and keeps what is not proven as a dead letter', async () => {
    const input = `whole-in-${crypto.randomUUID()}`
    await kafka.createTopic(input, { partitions: 1 })
    await kafka.createTopic(`${input}.dead-letter`, { partitions: 1 })
    const events = [order('A'), order('small'), order('print'), order('B')]
    await writeRecords(
      broker,
      input,
      events.map((event) => ({ value: Buffer.from(JSON.stringify(event)), partition: 0 })),
    )
    workers.start(flow, ['--from', input, '--group', input, '--into', 'source.web'])
    await vi.waitFor(async () => expect(await values()).toHaveLength(4), { timeout: 90_000, interval: 200 })
    expect(await values()).toEqual(['A', 'B'].flatMap((id) => ['a', 'b'].map((part) => JSON.stringify({ id, part }))))
    expect(await values(`${input}.dead-letter`)).toEqual([JSON.stringify(order('print'))])
  })
})

describe('compare --from', () => {
  const compared = async (from: string, options: object = {}) => {
    let text = ''
    const other = structuredClone(flow) as { flows: { default: { destinations: object } } }
    Object.assign(other.flows.default.destinations, { kafka: aConfigured({ id: 'data.id', part: 'data.other' }) })
    const [old, now] = [file('old.json', JSON.stringify(flow)), file('new.json', JSON.stringify(other))]
    const given = { from, failOn: 'none' as const, json: true as const, destinationOnly: true as const, ...options }
    const code = await compare(old, now, given, (more) => {
      text += more
    })
    return { code, ...JSON.parse(text) }
  }
  const aConfigured = (map: Record<string, string>) => ({
    package: '@walkeros/server-destination-kafka',
    config: aConfig({ mapping: { order: { complete: { data: { map } } } } }, { topic, key: 'data.id' }),
  })

  it('compares what is committed in a stretch of a topic, names the place of each example, and writes nothing', async () => {
    const input = `whole-in-${crypto.randomUUID()}`
    await kafka.createTopic(input, { partitions: 2 })
    const record = (text: string, partition: number, timestamp: number) => ({
      value: Buffer.from(text),
      partition,
      timestamp: BigInt(timestamp),
    })
    const now = Date.now()
    const text = (id: string) => JSON.stringify(order(id, { part: 'p' }))
    await writeRecords(broker, input, [
      record(text('old'), 0, now - 9_000_000),
      record('{"name":', 1, now - 8_000_000),
      ...Array.from({ length: 3_000 }, (_, at) => record(text(`A${at}`), at % 2, now - 5_000)),
      record(text('last'), 1, now),
    ])
    const errors = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const all = await compared(input)
    const said = errors.mock.calls.flat().join('')
    errors.mockRestore()
    expect(all).toMatchObject({ code: 1, events: 3_002, changed: 3_002 })
    expect(said).toContain(`${input} 1@0: The value is not JSON.`)
    const [gone] = all.groups
    expect(gone).toMatchObject({ kind: 'field', what: 'gone', path: 'part', events: 3_002 })
    expect(gone.examples[0]).toMatchObject({ index: 0, at: `${input} 0@0`, before: 'p' })

    expect(await compared(input, { last: '1h' })).toMatchObject({ code: 0, events: 3_001 })
    const newest = await compared(input, { last: '2' })
    expect(newest.events).toBe(2)
    expect(newest.groups[0].examples.at(-1)).toMatchObject({ at: `${input} 1@1501` })
    expect(await compared(input, { last: '9000000', failOn: 'none' })).toMatchObject({ events: 3_002 })
    expect(await values()).toEqual([])
  })

  it('says what it cannot read', async () => {
    await expect(compared('whole-nowhere')).rejects.toThrow('The cluster of env has no topic whole-nowhere.')
    await expect(compared(topic, { last: 'soon' })).rejects.toThrow('--last must be like 30m, 1h or 7d')
    await expect(compared(topic, { events: 'a.json' })).rejects.toThrow('leave out --events or --from')
    await expect(compared(topic)).resolves.toMatchObject({ events: 0 })
  })
})
