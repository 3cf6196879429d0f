import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type {} from '@mapping-designer/local-kafka/testing'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import type { ProduceResult } from '@mapping-designer/shared-types'
import { Admin } from '@platformatic/kafka'
import { afterAll, afterEach, beforeEach, describe, expect, inject, it, onTestFinished, vi } from 'vitest'
import { aProfile } from '../config/testing.ts'
import { kafkaCluster } from '../kafka/kafka-cluster.ts'
import { type ProduceCommandOptions, produce } from './produce.ts'
import { run } from './run.ts'

const broker = inject('kafka').brokers.plaintext
const kafka = kafkaCluster(aProfile({ brokers: [broker] }))
const folder = mkdtempSync(join(tmpdir(), 'produce-'))
afterAll(async () => {
  await kafka.close()
  rmSync(folder, { recursive: true })
})
const file = (name: string, content: unknown) => {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

let topic: string
let flow: string
let id: string
beforeEach(async () => {
  id = crypto.randomUUID()
  topic = `cli-${id}`
  await kafka.createTopic(topic, { partitions: 1 })
  const rules = {
    order: { complete: { data: { map: { id: 'data.id', shop: { value: '$env.SHOP' } } } } },
    page: { view: { ignore: true } },
    form: { submit: { settings: { topic: 'not-allowed' } } },
  }
  flow = file('flow.json', aFlow(aConfig({ mapping: rules }, { topic, key: 'data.id', compression: 'none' })))
  vi.stubEnv('KAFKA_BROKERS', broker)
  vi.stubEnv('PRODUCE_ENABLED', 'true')
  vi.stubEnv('PRODUCE_TOPICS', 'cli-*')
})
afterEach(() => vi.unstubAllEnvs())

async function command(options: ProduceCommandOptions & { clock?: () => number }) {
  let text = ''
  const code = await produce(flow, { env: file('.env', 'SHOP=berlin\n'), home: folder, ...options }, (more) => {
    text += more
  })
  return { code, lines: text.trim().split('\n') }
}
const keys = async () =>
  (await kafka.browse(topic, { from: { kind: 'earliest' }, limit: 20_000 })).map(({ key }) =>
    key !== null && 'text' in key ? key.text : '',
  )
const produceTo = (limits: object = {}) => ({ enabled: true, topics: ['*'], ...limits })
const order = (name: string) => anEvent({ data: { id: name } })

describe('produce', () => {
  it('tells people of each event where its record is, and why there is none', async () => {
    const events = [order('A'), anEvent({ name: 'page view' }), anEvent({ name: 'form submit' }), order('B')]
    const { code, lines } = await command({ events: file('events.json', events), verify: true })
    expect(lines).toEqual([
      `#1 produced ${topic} 0@0, read back identical`,
      '#2 skipped: ignored by rule page.view',
      '#3 refused: not-allowed is not in the allowlist of profile env.',
      `#4 produced ${topic} 0@1, read back identical`,
    ])
    expect(code).toBe(1)
    expect(await keys()).toEqual(['A', 'B'])
  })

  it('counts on over more events than it sends at once, as JSON where asked to', async () => {
    const events = Array.from({ length: 201 }, (_, index) => order(`O-${index}`))
    const { code, lines } = await command({ events: file('many.json', events), json: true })
    const results = lines.map((line) => JSON.parse(line) as ProduceResult)
    expect(results.map(({ index }) => index)).toEqual(events.map((_, index) => index))
    expect(results.at(-1)).toMatchObject({ index: 200, status: 'produced', topic, offset: '200' })
    expect(results.at(-1)).not.toHaveProperty('identical')
    expect(code).toBe(0)
  })

  it('tells people where it did not read back, and that the record differs where the topic changes it', async () => {
    const events = file('one.json', [order('A')])
    expect((await command({ events })).lines).toEqual([`#1 produced ${topic} 0@0`])
    await kafka.deleteTopic(topic)
    await kafka.createTopic(topic, { partitions: 1, config: { 'message.timestamp.type': 'LogAppendTime' } })
    const { code, lines } = await command({ events, verify: true })
    expect(lines[0]).toMatch(/^#1 produced \S+ 0@0, READ BACK DIFFERENT: .*LogAppendTime/)
    expect(code).toBe(1)
  })

  it('produces the events that can be read, names the others with place and cause, and fails', async () => {
    const said = vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
    onTestFinished(() => said.mockRestore())
    const events = file(
      'mixed.ndjson',
      `${JSON.stringify(order('A'))}\n{"name": }\n42\n${JSON.stringify(order('B'))}\n`,
    )
    const { code, lines } = await command({ events })
    expect(code).toBe(1)
    expect(lines).toEqual([`#1 produced ${topic} 0@0`, `#2 produced ${topic} 0@1`])
    expect(said.mock.calls.map(([text]) => text)).toEqual([
      `${events}: Line 2, column 10: a value is missing.\n`,
      `${events}: Line 3 is a number, but an event is an object with a name, such as {"name": "order complete"}.\n`,
    ])
    const list = await command({ events: file('list.json', [order('C'), 42]) })
    expect(list).toMatchObject({
      code: 1,
      lines: [`#1 produced ${topic} 0@2`, '#2 refused: An event must be an object with a name'],
    })
    expect(await keys()).toEqual(['A', 'B', 'C'])
  })

  it('refuses with --exact what JSON does not hold as it is written, and produces the rest', async () => {
    const said = vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
    onTestFinished(() => said.mockRestore())
    const rounded = `{"name":"order complete","data":{"id":"A","n":820982911946154508}}`
    const events = file('rounded.ndjson', `${rounded}\n${JSON.stringify(order('B'))}\n`)
    const { code, lines } = await command({ events, exact: true })
    expect({ code, lines }).toEqual({ code: 1, lines: [`#1 produced ${topic} 0@0`] })
    expect(said.mock.calls.map(([text]) => text)).toEqual([
      expect.stringContaining('`820982911946154508` becomes `820982911946154500`'),
      `${events}: The event of line 1 is refused by --exact.\n`,
    ])
    await expect(command({ events, exact: true, replay: `exact-${id}` })).rejects.toThrow('--exact takes no such event')
    expect(await keys()).toEqual(['B'])
  })

  it.each([{ replay: undefined }, { replay: 'some-id' }])(
    'takes a byte order mark and refuses what is not UTF-8, with replay $replay',
    async ({ replay }) => {
      const options = replay === undefined ? {} : { replay: `${replay}-${id}` }
      const latin = join(folder, 'latin.ndjson')
      writeFileSync(latin, Buffer.from(`${JSON.stringify(order('A'))}\n${JSON.stringify(order('é'))}\n`, 'latin1'))
      await expect(command({ events: latin, ...options })).rejects.toThrow(
        `${latin}: Line 2 is not UTF-8 text; save it as UTF-8.`,
      )
      expect(await keys()).toEqual([])
      // JSON may hold characters that elsewhere end a line.
      const events = file('marked.ndjson', `\uFEFF${JSON.stringify(order('A\u2028\u0085B'))}\r\n`)
      expect((await command({ events, ...options })).code).toBe(0)
      await expect.poll(keys).toEqual(['A\u2028\u0085B'])
    },
  )

  it('refuses what it may not do before it sends anything', async () => {
    const events = file('one.json', [order('A')])
    vi.stubEnv('PRODUCE_ENABLED', 'false')
    await expect(command({ events })).rejects.toThrow('Profile env is read only.')
    const live = { name: 'live', environment: 'production', brokers: [broker], produce: produceTo() }
    const config = file('config.json', { profiles: [live] })
    await expect(command({ events, config })).rejects.toThrow('Name one of the profiles with --profile: live, env.')
    await expect(command({ events, config, profile: 'prod' })).rejects.toThrow(
      'There is no profile prod; there is live, env.',
    )
    await expect(command({ events, config, profile: 'live' })).rejects.toThrow(/live is a production cluster/)
    vi.stubEnv('KAFKA_BROKERS', undefined)
    await expect(command({ events })).rejects.toThrow(/^Name a cluster: --config FILE, or KAFKA_BROKERS/)
    expect(await keys()).toEqual([])
    expect((await command({ events, config, confirm: 'live' })).code).toBe(0)
  })
})

it.each(['maxPerMinute', 'maxRecords'])('produces more than %s of the profile, in turns', async (limit) => {
  const events = Array.from({ length: 5 }, (_, index) => order(`O-${index}`))
  const slow = { name: 'slow', environment: 'staging', brokers: [broker], produce: produceTo({ [limit]: 2 }) }
  const config = file('slow.json', { profiles: [slow] })
  let now = 0
  // Time goes by as often as somebody looks.
  const clock = () => (now += 20_000)
  const { code, lines } = await command({ events: file('five.json', events), config, profile: 'slow', clock })
  expect(lines).toHaveLength(5)
  expect(code).toBe(0)
  expect(await keys()).toHaveLength(5)
})

describe('produce --replay', () => {
  const lines = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => {
      const name = ({ 1: 'page view', 2: 'form submit' } as Record<number, string>)[(from + index) % 10]
      return JSON.stringify({ ...order(`O-${from + index}`), ...(name !== undefined && { name }) })
    }).join('\n')

  it('writes a file in transactions with its failures, and goes on behind what an earlier run wrote', async () => {
    const events = file('some.ndjson', `${lines(0, 6_000)}\n\n`)
    const first = await command({ events, replay: id })
    expect(first.code).toBe(1)
    expect(first.lines).toHaveLength(601)
    expect(JSON.parse(first.lines[0] ?? '')).toEqual({
      index: 2,
      topic: 'not-allowed',
      reason: 'not-allowed is not in the allowlist of profile env.',
    })
    const summary = { id, begun: 0, done: 4_800, failed: 600, skipped: 600, rate: expect.any(Number) }
    expect(JSON.parse(first.lines.at(-1) ?? '')).toEqual(summary)

    file('some.ndjson', lines(0, 6_010))
    const second = await command({ events, replay: id })
    expect(JSON.parse(second.lines.at(-1) ?? '')).toMatchObject({ id, begun: 6_000, done: 8, failed: 1, skipped: 1 })
    await expect.poll(async () => (await keys()).length).toBe(4_808)
    expect(new Set(await keys()).size).toBe(4_808)
  })

  it('reads standard input', async () => {
    vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from([Buffer.from(lines(3, 8))]) as never)
    const { code, lines: output } = await command({ events: '-', replay: id })
    vi.restoreAllMocks()
    expect(JSON.parse(output.at(-1) ?? '')).toMatchObject({ done: 5, failed: 0 })
    expect(code).toBe(0)
  })

  it('names the line that is no JSON, and keeps what came before it', async () => {
    const events = file('broken.ndjson', `${lines(10, 11)}\nbroken\n`)
    await expect(command({ events, replay: id })).rejects.toThrow(
      `${events}: Line 2 is not JSON: with --replay the file has one event on each line.`,
    )
  })

  it('goes on where it was, whatever topics were made meanwhile', async () => {
    const events = file('topics.ndjson', lines(3, 8))
    vi.stubEnv('PRODUCE_TOPICS', `cli-none,*${id}`)
    const elsewhere = file('elsewhere.json', aFlow(aConfig({}, { topic: `cli-none-${id}`, key: 'data.id' })))
    const run = async (more: object = {}) => {
      let text = ''
      await produce(elsewhere, { events, replay: id, home: folder, ...more }, (some) => {
        text += some
      })
      return JSON.parse(text.trim().split('\n').at(-1) ?? '')
    }
    expect(await run()).toMatchObject({ begun: 0, failed: 5 })
    await kafka.createTopic(`0-${id}`, { partitions: 1 })
    await kafka.createTopic(`cli-none-${id}`, { partitions: 1 })
    expect(await run()).toMatchObject({ begun: 5, done: 0, failed: 0 })
    // The same on another machine, which has no journal of it.
    expect(await run({ data: join(folder, 'other') })).toMatchObject({ begun: 5, done: 0 })
  })

  it('does not start over by itself where Kafka has forgotten its position', async () => {
    const events = file('forgotten.ndjson', lines(3, 8))
    const run = async (more: object = {}) =>
      JSON.parse((await command({ events, replay: id, ...more })).lines.at(-1) ?? '') as object
    expect(await run()).toMatchObject({ begun: 0, done: 5 })
    const admin = new Admin({ clientId: 'test', bootstrapBrokers: [broker] })
    await admin.deleteGroups({ groups: [`kafka-mapping-designer-${id}`] })
    await admin.close()
    await expect(run()).rejects.toThrow(
      /cannot go on by itself: .* its journal says that the first 5 events were written/,
    )
    expect(await run({ position: 'journal' })).toMatchObject({ begun: 5, done: 0 })
    expect(await run()).toMatchObject({ begun: 5, done: 0 })
    expect(await run({ position: 'start' })).toMatchObject({ begun: 0, done: 5 })
    await expect.poll(keys).toHaveLength(10)
  })

  it('is refused under the id of another flow', async () => {
    const events = file('flows.ndjson', lines(3, 4))
    await command({ events, replay: id })
    flow = file('another.json', aFlow(aConfig({}, { topic, key: 'data.id', compression: 'none' })))
    await expect(command({ events, replay: id })).rejects.toThrow(
      `The replay ${id} was begun as another one: its flow makes other records.`,
    )
  })

  it('says that there is no topic to count in', async () => {
    vi.stubEnv('PRODUCE_TOPICS', 'nowhere')
    await expect(command({ events: file('a.ndjson', lines(0, 1)), replay: id })).rejects.toThrow(
      'The cluster has no topic that profile env may produce to.',
    )
  })
})

describe('run', () => {
  it.each([
    { fact: 'another start', options: { start: 'middle' }, says: '--start must be earliest or latest.' },
    { fact: 'a group without a name', options: { group: ' ' }, says: '--group must be a name without blanks.' },
    { fact: 'another policy', options: { expired: 'ask' }, says: '--expired must be earliest, latest or stop.' },
    { fact: 'a destination that is not there', options: { destination: 'none' }, says: /it has default\/kafka/ },
    {
      fact: 'dead letters in the input',
      options: { deadLetter: 'in', from: 'in' },
      says: /each dead letter would be mapped again/,
    },
    { fact: 'an output that is the input', options: {}, says: /which is the input: its records would be mapped again/ },
  ])('refuses $fact', async ({ options, says }) => {
    const all = { from: topic, group: id, start: 'earliest', home: folder, ...options }
    await expect(run(flow, all, vi.fn())).rejects.toThrow(says)
  })
})
