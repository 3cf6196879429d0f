import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
import { afterAll, describe, expect, it } from 'vitest'
import { preview } from './preview.ts'

const folder = mkdtempSync(join(tmpdir(), 'explain-'))
afterAll(() => rmSync(folder, { recursive: true }))

const config = aConfig(
  {
    consent: { marketing: true, functional: true },
    policy: { 'data.source': { value: 'web' } },
    mapping: {
      order: {
        complete: [
          {
            condition: '$code:(event) => event.data.total > 100',
            name: 'big order',
            settings: { topic: 'big', key: 'user.id' },
            data: {
              map: {
                id: 'data.id',
                currency: { key: 'data.currency', value: 'EUR' },
                shop: { value: 'berlin' },
                items: { loop: ['nested', { map: { id: 'data.id' } }] },
                both: { set: ['data.id', 'data.total'] },
                gone: 'data.nowhere',
                long: 'data.text',
                email: { key: 'user.email', consent: { marketing: true } },
                by: { fn: "$code:(value) => 'made'" },
              },
            },
          },
          { data: { map: { id: 'data.id' } } },
        ],
      },
      page: { view: { ignore: true } },
    },
  },
  { topic: 'orders', key: 'data.id' },
)

/** What `preview --explain` prints of one event, by label; a label may come more than once. */
async function explained(event: object, of = config): Promise<{ head: string; rows: [string, string][] }> {
  const [flow, events] = [join(folder, 'flow.json'), join(folder, 'events.json')]
  writeFileSync(flow, JSON.stringify(aFlow(of)))
  writeFileSync(events, JSON.stringify([event]))
  let text = ''
  const code = await preview(flow, { events, explain: true, now: '1700000000000' }, (more) => {
    text += more
  })
  expect(code).toBe(0)
  const [head = '', ...lines] = text.trimEnd().split('\n')
  const width = Math.max(...lines.map((line) => /^ {2}\S+(?: \S+)*/.exec(line)?.[0].length ?? 0))
  expect(width).toBeGreaterThan(0)
  return {
    head,
    rows: lines.map((line) => line.trim().split(/ {2,}(.*)/, 2) as [string, string]),
  }
}
const rowsOf = (rows: [string, string][], label: string) =>
  rows.filter(([name]) => name === label).map(([, text]) => text)

const order = {
  name: 'order complete',
  data: { id: 'O-1', total: 200, text: 'x'.repeat(100) },
  user: { id: 'u-1', email: 'a@example.com' },
  nested: [{ entity: 'product', data: { id: 'P-1' } }],
  consent: { functional: true },
  timestamp: 1_700_000_000_000,
  extra: 1,
}

describe('preview --explain', () => {
  it('tells each step of a mapped event and each field with its source', async () => {
    const { head, rows } = await explained(order)
    expect(head).toBe('#1 order complete')
    expect(rowsOf(rows, 'outcome')).toEqual(['message'])
    expect(rowsOf(rows, 'filled in')).toEqual(['context, globals, custom, id, trigger, entity, action, timing, source'])
    expect(rowsOf(rows, 'dropped')).toEqual(['extra'])
    expect(rowsOf(rows, 'consent')).toEqual(['one of marketing, functional; granted functional'])
    expect(rowsOf(rows, 'policy')).toEqual(['data.source = "web"'])
    expect(rowsOf(rows, 'rule tried')).toEqual(['order.complete[0]: matched', 'order.complete[1]: not-reached'])
    expect(rowsOf(rows, 'rule')).toEqual(['order.complete[0]'])
    expect(rowsOf(rows, 'renamed')).toEqual(['"order complete" to "big order"'])
    expect(rowsOf(rows, 'field')).toEqual([
      'id ← data.id = "O-1"',
      'currency ← default, because data.currency is not in this event = "EUR"',
      'shop ← static value = "berlin"',
      'items ← loop over 1 = [{"id":"P-1"}]',
      'items.0.id ← data.id = "P-1"',
      'items.0 ← map of 1 = {"id":"P-1"}',
      'both.0 ← data.id = "O-1"',
      'both.1 ← data.total = 200',
      'both ← set of 2 = ["O-1",200]',
      'gone ← not set: data.nowhere is not in this event',
      `long ← data.text = "${'x'.repeat(76)}…`,
      'email ← not set: needs marketing',
      'by ← function = "made"',
    ])
    expect(rowsOf(rows, 'topic from')).toEqual(['rule (mapping.order.complete[0].settings.topic)'])
    expect(rowsOf(rows, 'key from')).toEqual(['rule path user.id'])
    expect(rowsOf(rows, 'value from')).toEqual(['the mapped data'])
    expect(rowsOf(rows, 'time from')).toEqual(['the event'])
    expect(rowsOf(rows, 'key')).toEqual(['u-1 (3 B; partition 1 of 3)'])
    expect(rowsOf(rows, 'header content-type')).toEqual(['application/json'])
    expect(rowsOf(rows, 'size')).toEqual([expect.stringMatching(/^record \d+ B, batch \d+ B before compression$/)])
  })

  it.each([
    { fact: 'a key that is no text', data: { id: 7 }, key: 'the event name, because data.id gives 7' },
    { fact: 'a key that is missing', data: {}, key: 'the event name, because data.id gives nothing' },
    { fact: 'a key that is there', data: { id: 'O-2' }, key: 'settings path data.id' },
  ])('says of $fact where the key comes from', async ({ data, key }) => {
    const { rows } = await explained({ ...order, data })
    expect(rowsOf(rows, 'rule tried')).toEqual(['order.complete[0]: condition-false', 'order.complete[1]: matched'])
    expect(rowsOf(rows, 'topic from')).toEqual(['settings (settings.kafka.topic)'])
    expect(rowsOf(rows, 'key from')).toEqual([key])
  })

  it('says that an event without a rule goes out whole, dated by the clock', async () => {
    const { rows } = await explained({ name: 'new thing', consent: { functional: true } })
    expect(rowsOf(rows, 'rule')).toEqual(['none, the event goes out unmapped'])
    expect(rowsOf(rows, 'value from')).toEqual(['the whole event'])
    expect(rowsOf(rows, 'time from')).toEqual(['the clock'])
    expect(rowsOf(rows, 'timestamp')).toEqual(['1700000000000'])
    expect(rowsOf(rows, 'warning')).toContain(
      'No rule matches `new thing`, so the whole event goes to `orders`. (flows.default.destinations.kafka.config.mapping)',
    )
  })

  it('says of a destination without consent and key that it needs none, and takes the name', async () => {
    const complete = {
      ...order,
      ...{ name: 'page view', id: 'e', trigger: 'load', entity: 'page', action: 'view', timing: 0 },
      ...{ context: {}, globals: {}, custom: {}, source: { type: 'web' } },
    }
    const { rows } = await explained(complete, aConfig())
    expect(rowsOf(rows, 'filled in')).toEqual(['nothing'])
    expect(rowsOf(rows, 'consent')).toEqual(['none needed; granted functional'])
    expect(rowsOf(rows, 'key from')).toEqual(['the event name, there is no key path'])
    const { rows: bare } = await explained({ name: 'page view' }, aConfig())
    expect(rowsOf(bare, 'consent')).toEqual(['none needed; granted none'])
  })

  it('says of an event that is not sent why it is not', async () => {
    const ignored = await explained({ name: 'page view', consent: { functional: true } })
    expect(rowsOf(ignored.rows, 'outcome')).toEqual(['ignored: ignored by rule page.view'])
    expect(rowsOf(ignored.rows, 'topic')).toEqual([])
    const denied = await explained({ ...order, consent: { marketing: false } })
    expect(rowsOf(denied.rows, 'outcome')).toEqual(['denied: needs consent: marketing or functional'])
    expect(rowsOf(denied.rows, 'consent')).toEqual(['one of marketing, functional; denied'])
    const failed = await explained({ name: 5 })
    expect(failed.head).toBe('#1 5')
    expect(rowsOf(failed.rows, 'outcome')).toEqual(['failed: Event name must be a string'])
  })
})
