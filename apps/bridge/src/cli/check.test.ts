import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import type { JsonObject } from '@mapping-designer/shared-types'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { type CheckCommandOptions, check } from './check.ts'
import { preview } from './preview.ts'

const examples = fileURLToPath(new URL('../../../../examples/', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'check-'))
let count = 0

function file(content: unknown, name = `flow${count++}.json`): string {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2))
  return path
}

async function run(paths: string[], options: CheckCommandOptions = {}) {
  let output = ''
  const code = await check(paths, options, (text) => {
    output += text
  })
  return { code, output: stripVTControlCharacters(output) }
}

const rule = { data: { map: { id: 'data.id', total: 'data.total' } } }
const config = aConfig({ mapping: { order: { complete: rule } } })
const send = (value: unknown, changes: JsonObject = {}): JsonObject => ({
  topic: 'walkeros-events',
  messages: [
    {
      key: 'order_complete',
      value: JSON.stringify(value),
      headers: { 'content-type': 'application/json' },
      timestamp: '1700000102000',
    },
  ],
  acks: -1,
  compression: 1,
  ...changes,
})
const flowWith = (list: JsonObject) => aFlow(config, { examples: list })
const complete = { title: 'An order', in: anEvent(), out: [['producer.send', send({ id: 'ORD-1', total: 99.5 })]] }

it('passes the examples of this repository, and counts them', async () => {
  const { code, output } = await run([`${examples}**/flow.json`])
  expect(code).toBe(0)
  expect(output).toMatch(/✓ Two items, EUR[\s\S]*\n21 passed, 0 failed\n$/)
})

it('names a number of an example that JSON rounds', async () => {
  const text = JSON.stringify(flowWith({ complete })).replace('"ORD-1"', '820982911946154508')
  const { output } = await run([file(text)])
  expect(output).toMatch(
    /warning: Line 1, column \d+ of the flow file: `820982911946154508` becomes `820982911946154500`/,
  )
})

it('names event, field, old and new value of an example that fails', async () => {
  const changed = JSON.parse(
    JSON.stringify(flowWith({ complete })).replace('"total":"data.total"', '"total":"data.id"'),
  )
  const { code, output } = await run([file(changed)])
  expect(code).toBe(1)
  expect(output).toContain('✗ An order (complete)')
  expect(output).toContain('rule order.complete')
  expect(output).toMatch(/value\.total +- 99\.5\n +\+ "ORD-1"/)
  expect(output).toMatch(/\n0 passed, 1 failed\n$/)
})

it.each([
  { wrong: 'an `in` that is no event', example: { in: 5, out: [] }, says: 'Its `in` is no event' },
  { wrong: 'a call of another callable', example: { in: anEvent(), out: [['gtag', 1]] }, says: 'calls `gtag`' },
  { wrong: 'an `out` that is no list', example: { in: anEvent(), out: {} }, says: 'must be a list of calls' },
  { wrong: 'no `out`', example: { in: anEvent() }, says: 'has no `out` yet' },
  { wrong: 'an event that fails the push', example: { in: { name: 'order' }, out: [] }, says: 'The push fails' },
  { wrong: 'a record where none is expected', example: { in: anEvent(), out: [] }, says: '- "no record"' },
  {
    wrong: 'another topic',
    example: { in: anEvent(), out: [['producer.send', send({ id: 'ORD-1', total: 99.5 }, { topic: 'orders' })]] },
    says: '- "orders"',
  },
  {
    wrong: 'the fields in another order',
    example: { in: anEvent(), out: [['producer.send', send({ total: 99.5, id: 'ORD-1' })]] },
    says: 'The same fields in another order',
  },
])('fails $wrong', async ({ example, says }) => {
  const { code, output } = await run([file(flowWith({ one: example as never }))])
  expect(code).toBe(1)
  expect(output).toContain(says)
})

it.each([
  { form: 'a file without examples', content: aFlow(config), says: 'has no step examples' },
  { form: 'a truncated file', content: '{"version": 4, "flows": {', says: 'Line 1' },
  { form: 'a flow file of version 3', content: { version: 3 }, says: 'a flow file of version 3' },
])('fails $form', async ({ content, says }) => {
  const { code, output } = await run([file(content)])
  expect(code).toBe(1)
  expect(output).toContain(says)
})

it('accepts a file without examples where that is allowed', async () => {
  expect((await run([file(aFlow(config))], { allowEmpty: true })).code).toBe(0)
})

it.each([
  { form: 'a name', path: 'nowhere.json', says: 'does not exist' },
  { form: 'a pattern', path: 'nowhere/*.json', says: 'No file matches' },
])('refuses $form without a file', async ({ path, says }) => {
  await expect(run([join(folder, path)])).rejects.toThrow(says)
})

it('runs an example with a rule of its own, and one whose timestamp is the clock', async () => {
  const { timestamp: _without, ...event } = anEvent()
  const own = { mapping: { name: 'purchase' }, in: event, out: [['producer.send', {}]] }
  const path = file(flowWith({ own }))
  await run([path], { update: true })
  const [call] = JSON.parse(readFileSync(path, 'utf8')).flows.default.destinations.kafka.examples.own.out
  expect(call[1].messages[0]).toMatchObject({ key: 'purchase', timestamp: '0' })
  expect((await run([path])).code).toBe(0)
})

it('updates what fails and leaves the rest of the text as it is', async () => {
  const text = readFileSync(`${examples}shop/flow.json`, 'utf8')
  const path = file(text.replace('"order_id": "data.id"', '"order": "data.id"').replaceAll('\n', '\r\n'))
  expect((await run([path])).code).toBe(1)
  expect((await run([path], { update: true })).code).toBe(0)
  const updated = readFileSync(path, 'utf8').split('\r\n')
  const before = text.split('\n')
  expect(updated).toHaveLength(before.length)
  const changed = updated.filter((line, index) => line !== before[index]).map((line) => line.trim())
  expect(changed.every((line) => line.startsWith('"order": ') || line.startsWith('"value": "{\\"order\\"'))).toBe(true)
})

it('runs functions in the sandbox', async () => {
  const fn = { data: { map: { cents: { fn: '$code:(event) => event.data.total * 100' } } } }
  const list = { cents: { in: anEvent(), out: [['producer.send', send({ cents: 9950 })]] } }
  const path = file(aFlow(aConfig({ mapping: { order: { complete: fn } } }), { examples: list as never }))
  expect((await run([path])).code).toBe(0)
  expect((await run([path], { genuine: true })).code).toBe(0)
})

describe('a function of somebody', () => {
  const written = join(folder, 'written')
  const write = `process.getBuiltinModule('node:fs').writeFileSync('${written}', 'x')`
  const sources = [
    write,
    `globalThis.${write}`,
    `(() => {}).constructor(${JSON.stringify(write)})()`,
    `event.constructor.constructor(${JSON.stringify(write)})()`,
    `context.constructor.constructor(${JSON.stringify(write)})()`,
    `context.collector.push.constructor(${JSON.stringify(write)})()`,
    `import('node:fs').then((fs) => fs.writeFileSync('${written}', 'x'))`,
    `require('node:fs').writeFileSync('${written}', 'x')`,
    'process.env.SECRET_OF_THE_MACHINE',
    '(() => {}).constructor("return process.env.SECRET_OF_THE_MACHINE")()',
  ]

  it('has no rights where the published packages run', async () => {
    vi.stubEnv('SECRET_OF_THE_MACHINE', 'a-secret')
    onTestFinished(() => void vi.unstubAllEnvs())
    const map = Object.fromEntries(
      sources.map((source, index) => [`got${index}`, { fn: `$code:(event, context) => ${source}` }]),
    )
    const list = { own: { in: anEvent(), out: [['producer.send', send({})]] } }
    const config = aConfig({ mapping: { order: { complete: { data: { map } } } } })
    const flow = file(aFlow(config, { examples: list as never }))
    const { output } = await run([flow], { genuine: true, json: true })
    let shown = ''
    await preview(flow, { events: file([anEvent()], 'events.json'), genuine: true, json: true }, (text) => {
      shown += text
    })
    expect(`${output}${shown}`).toContain('"verdict"')
    expect(`${output}${shown}`).not.toContain('a-secret')
    expect(existsSync(written)).toBe(false)
  })
})

it('compares with the published packages on request, and says what they send', async () => {
  const { code, output } = await run([file(flowWith({ complete }))], { genuine: true, json: true })
  expect(code).toBe(0)
  expect(JSON.parse(output).files[0].examples[0]).toMatchObject({ status: 'passed', genuine: { verdict: 'same' } })
})

it('runs an example without a timestamp at the time that it expects, in the published packages too', async () => {
  const { timestamp: _without, ...event } = anEvent()
  const path = file(flowWith({ complete: { ...complete, in: event } } as never))
  expect((await run([path], { genuine: true })).code).toBe(0)
})

it('says why an example cannot be compared with the published packages', async () => {
  const flow = flowWith({
    own: { ...complete, mapping: rule as never },
    unreadable: { out: [] },
    complete,
  })
  const { output } = await run([file(flow)], { genuine: true, json: true })
  expect(JSON.parse(output).files[0].examples).toMatchObject([
    { name: 'own', genuine: { verdict: 'not-proven', reason: 'the example has a rule of its own' } },
    { name: 'unreadable', status: 'unreadable' },
    { name: 'complete', genuine: { verdict: 'same' } },
  ])
  const pinned = structuredClone(flowWith({ complete })) as { flows: { default: { config: JsonObject } } }
  pinned.flows.default.config['bundle'] = { packages: { '@walkeros/collector': { version: '4.4.0' } } }
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'))
  onTestFinished(() => void vi.unstubAllEnvs())
  const newer = await run([file(pinned)], { genuine: true, json: true })
  expect(JSON.parse(newer.output).files[0].examples[0].genuine).toMatchObject({
    verdict: 'not-proven',
    version: '4.4.0',
    reason: 'its packages are not installed; --install fetches them from npm',
  })
})

it('says that a flow file has no Kafka destination', async () => {
  const { code, output } = await run([file({ version: 4, flows: { default: { config: { platform: 'server' } } } })])
  expect(code).toBe(1)
  expect(output).toContain('has no Kafka destination')
})

it('takes values of references from a file', async () => {
  const shop = { data: { map: { shop: { value: '$env.SHOP' } } } }
  const list = { shop: { in: anEvent(), out: [['producer.send', send({ shop: 'berlin' })]] } }
  const path = file(aFlow(aConfig({ mapping: { order: { complete: shop } } }), { examples: list as never }))
  expect((await run([path], { env: file('SHOP=berlin\n', 'values.env') })).code).toBe(0)
  const without = await run([path], { genuine: true })
  expect(without.code).toBe(1)
})

it('reports as JSON and as JUnit', async () => {
  const path = file(flowWith({ good: complete, bad: { ...complete, title: '<"&\u0001>', out: [] } }))
  const json = JSON.parse((await run([path], { json: true })).output)
  expect(json).toMatchObject({ passed: 1, failed: 1, files: [{ examples: [{ name: 'good' }, { name: 'bad' }] }] })
  const { output } = await run([path], { reporter: 'junit' })
  expect(output).toContain('<testsuites tests="2" failures="1">')
  expect(output).toContain('name="&lt;&quot;&amp;?&gt;"')
  expect(output).toContain('<failure message="record: expected &quot;no record&quot;')
  await expect(run([path], { reporter: 'dots' })).rejects.toThrow('There is no reporter "dots"')
})

it('checks a copy of a folder as well as the original', async () => {
  cpSync(examples, join(folder, 'copy'), { recursive: true })
  expect((await run([join(folder, 'copy/*/flow.json')])).code).toBe(0)
})
