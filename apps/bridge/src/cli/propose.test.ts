import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import { afterAll, describe, expect, it } from 'vitest'
import { temporaryFiles } from '../temporary-files.ts'
import { type ProposeOptions, proposeRules } from './propose.ts'

const { folder, file } = temporaryFiles()
afterAll(() => rmSync(folder, { recursive: true }))
const event = file('event.json', anEvent())
const wanted = file('wanted.json', { order_id: 'ORD-1', shop: 'DE-01' })

async function proposed(options: Partial<ProposeOptions>, flow?: string) {
  let out = ''
  const code = await proposeRules(flow, options as ProposeOptions, (text) => {
    out += text
  })
  return { code, out }
}

describe('propose', () => {
  it('shows the rule with how sure each field is, and what stays open', async () => {
    const { code, out } = await proposed({ event, wanted, topic: 'orders', key: 'us3r' })
    expect(code).toBe(0)
    expect(out).toMatch(/ {2}order_id {2}data\.id {2,}likely {2}equals data\.id in the only pair/)
    expect(out).toContain('shop: not found, nothing in the event gives it')
    const rule = { data: { map: { order_id: 'data.id' } }, settings: { topic: 'orders', key: 'user.id' } }
    expect(JSON.parse(out.slice(out.indexOf('\n{')))).toEqual(rule)
  })

  it('writes JSON for machines', async () => {
    const { out } = await proposed({
      pairs: file('pairs.json', [{ event: anEvent(), value: { id: 'ORD-1', x: 'y' } }]),
      json: true,
    })
    expect(JSON.parse(out)).toMatchObject([
      {
        event: 'order complete',
        rule: { data: { map: { id: 'data.id' } } },
        fields: [{ field: 'id', choices: [{ value: 'data.id', sure: 'likely' }] }],
        open: [{ field: 'x', wanted: 'y' }],
      },
    ])
  })

  it('takes names and types, or another destination of the flow', async () => {
    const schema = join(folder, 'orders.sql')
    writeFileSync(schema, 'order_id string\ntotal number')
    expect((await proposed({ event, schema })).out).toContain('"total": "data.total"')
    const flow = aFlow()
    const ga4 = {
      package: '@walkeros/web-destination-gtag',
      config: { mapping: { order: { complete: { data: { map: { value: 'data.total' } } } } } },
    }
    Object.assign(Object(flow['flows']).default.destinations, { ga4 })
    const { out } = await proposed({ event, like: 'ga4' }, file('flow.json', flow))
    expect(out).toContain('as in ga4; it gives a value in 1 of 1 events')
  })

  it('fails where nothing is found or pairs contradict each other', async () => {
    expect((await proposed({ event, wanted: file('unknown.json', { shop: 'DE-01' }) })).code).toBe(1)
    const pairs = file(
      'contrary.json',
      [1, 2].map((id) => ({ event: anEvent(), value: { total: 99.5, id } })),
    )
    const { code, out } = await proposed({ pairs })
    expect(code).toBe(1)
    expect(out).toContain('Pairs 1 and 2 contradict each other: for the same event they want 1 and 2 at id.')
  })

  const flow = file('plain.json', aFlow(aConfig()))
  it.each<[Partial<ProposeOptions>, string, string?]>([
    [{ event }, 'Say what is wanted by one of --wanted, --pairs, --schema and --like.'],
    [
      { event, wanted, like: 'ga4' },
      'Say what is wanted by one of --wanted, --pairs, --schema and --like, not --wanted and --like together.',
    ],
    [{ wanted }, 'Name a file with events: --event FILE, or --event - for standard input.'],
    [{ event, wanted }, 'is only read with --like DESTINATION; leave it out, or name the destination.', flow],
    [
      { event, wanted: file('two.json', [1, 2]) },
      'The number of events is 1 and that of wanted values 2; each event needs its own.',
    ],
    [{ pairs: wanted }, 'has to hold a JSON list of pairs'],
    [{ pairs: file('half.json', [{ event: {} }]) }, 'pair 1 has no "value"'],
    [{ pairs: file('key.json', [{ event: {}, value: {}, key: 7 }]) }, 'the key of pair 1 has to be a text, not 7.'],
    [
      { event, schema: file('foreign.json', { properties: { a: { $ref: 'https://example.com/a.json' } } }) },
      'which is another file, and those are never fetched',
    ],
    [{ event, like: 'ga4' }, 'Name the flow file that has the destination ga4.'],
    [{ event, like: 'ga4' }, 'The flow has no destination "ga4" with a config; it has kafka.', flow],
  ])('says what is wrong with %j', async (options, sentence, path) => {
    await expect(proposed(options, path)).rejects.toThrow(sentence)
  })
})
