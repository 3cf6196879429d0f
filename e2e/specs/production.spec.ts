// A flow is edited in the designer, exported, and run by the published walkerOS command line against the real Kafka. What
// Kafka's own consumer then reads is, byte for byte, what the record pane showed.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '../fixtures.ts'
import { readTopic } from '../kafka-topics.ts'
import type { ShownRecord } from '../pages/record-pane.ts'
import { installWalkerosCli, walkeros } from '../walkeros-cli.ts'

const started = Date.now()
const topics = { all: `all.${started}`, orders: `orders.${started}`, people: `people.${started}` }

/** An event with everything that production would fill in by chance. */
function anEvent(number: number, name: string, changes: object) {
  const [entity, action] = name.split(' ')
  return {
    name,
    data: {},
    context: {},
    globals: { lang: 'de' },
    custom: {},
    user: { id: `u-${number}`, session: 's-1' },
    nested: [],
    consent: { functional: true },
    id: `00000000000000${number}0`,
    trigger: 'test',
    entity,
    action,
    // Kafka soon deletes what is older than the retention of its topic, however late it arrives.
    timestamp: started + number,
    timing: 1.5,
    source: { type: 'browser', schema: '4', count: number, trace: '4bf92f3577b34da6a3ce929d0e0e4736' },
    ...changes,
  }
}

const cases = [
  {
    what: 'mapped data, topic of the rule, loop with a condition',
    event: anEvent(1, 'order complete', {
      data: { id: 'Ö-1 😀', total: 129.9 },
      nested: [
        { entity: 'product', data: { id: 'P-1', price: 0.1 } },
        { entity: 'gift', data: { id: 'G-1' } },
        { entity: 'product', data: { id: 'P-2' } },
      ],
    }),
    topic: topics.orders,
  },
  { what: 'key from the user', event: anEvent(2, 'user signup', { data: { plan: 'pro' } }), topic: topics.people },
  {
    what: 'a field with the consent it asks for',
    event: anEvent(3, 'form submit', {
      data: { email: 'mara@example.com', form: 'newsletter' },
      consent: { functional: true, marketing: true },
    }),
    topic: topics.people,
  },
  {
    what: 'a field without the consent it asks for',
    event: anEvent(4, 'form submit', { data: { email: 'mara@example.com', form: 'newsletter' } }),
    topic: topics.people,
  },
  { what: 'the full event', event: anEvent(5, 'page view', { data: { id: '/docs/' } }), topic: topics.all },
  { what: 'an ignored event', event: anEvent(6, 'debug noise', {}), topic: null },
  { what: 'an event that the consent gate stops', event: anEvent(7, 'page view', { consent: {} }), topic: null },
]

const flow = (brokers: string) => `// What the shop sends to Kafka.
{
  "version": 4,
  "flows": {
    "default": {
      "config": {
        "platform": "server",
        "bundle": {
          "packages": {
            "@walkeros/collector": { "version": "4.2.1" },
            "@walkeros/server-destination-kafka": { "version": "4.6.1" },
          },
          "overrides": { "@walkeros/core": "4.2.1", "@walkeros/server-core": "4.2.1" },
        },
      },
      "destinations": {
        "kafka": {
          "package": "@walkeros/server-destination-kafka",
          "env": { "Kafka": "$code:require('kafkajs')" },
          "config": {
            "consent": { "functional": true },
            "settings": {
              "kafka": { "brokers": ["${brokers}"], "topic": "${topics.all}", "headers": { "x-flow": "shöp" } },
            },
            "mapping": {
              "order": {
                "complete": {
                  // The topic and the first field are made in the designer.
                  "settings": { "topic": "still.to.choose", "key": "data.id" },
                  "data": {
                    "map": {
                      "revenue": "data.total",
                      "items": {
                        "loop": [
                          "nested",
                          {
                            "condition": "$code:(item) => item.entity === 'product'",
                            "map": { "sku": "data.id", "price": { "key": "data.price", "value": 0 } },
                          },
                        ],
                      },
                    },
                  },
                },
              },
              "user": {
                "signup": {
                  "settings": { "topic": "${topics.people}", "key": "user.id" },
                  "data": { "map": { "plan": "data.plan" } },
                },
              },
              "form": {
                "submit": {
                  "settings": { "topic": "${topics.people}", "key": "user.session" },
                  "data": {
                    "map": { "form": "data.form", "email": { "key": "data.email", "consent": { "marketing": true } } },
                  },
                },
              },
              "debug": { "*": { "ignore": true } },
            },
          },
        },
      },
    },
  },
}
`

test('what the exported flow delivers is what the designer showed', async ({ designer }) => {
  test.setTimeout(300_000)
  const installed = installWalkerosCli()
  const { editor, page, produce, record, samples } = designer
  const brokers = process.env['E2E_BROKERS'] ?? ''
  await designer.importFlow(flow(brokers))
  await samples.add(cases.map(({ event }) => JSON.stringify(event)).join('\n'))
  await designer.rules.rule('complete').click()
  await editor.topic.fill(topics.orders)
  await editor.addField()
  await editor.target('field').fill('order_id')
  await editor.target('field').press('Enter')
  await editor.source('order_id').fill('data.id')
  await editor.source('order_id').press('Escape')

  const shown: (ShownRecord | null)[] = []
  for (const [index, { topic }] of cases.entries()) {
    await samples.rows.nth(index).click()
    await samples.region.getByRole('row', { selected: true }).and(samples.rows.nth(index)).waitFor()
    await record.settled()
    await expect(record.region.getByText('No record:')).toBeVisible({ visible: topic === null })
    shown.push(topic === null ? null : await record.read())
  }
  expect(shown.map((one) => one?.topic ?? null)).toEqual(cases.map(({ topic }) => topic))

  // Producing makes the topics; what is in them then is not counted below.
  await produce.open()
  await produce.all()
  await produce.produce()
  await produce.create()
  await expect(produce.status).toContainText('5 of 5 produced, read back identical.')
  await produce.close()
  const before = new Set((await readAll()).map(placeOf))

  const download = page.waitForEvent('download')
  await designer.chooseExport('Download flow.json')
  const folder = mkdtempSync(join(tmpdir(), 'production-'))
  const exported = join(folder, 'flow.json')
  await (await download).saveAs(exported)
  expect(readFileSync(exported, 'utf8')).toContain('// The topic and the first field are made in the designer.')

  await installed
  // The published command line reads no comments.
  const plain = join(folder, 'plain.json')
  const plainDownload = page.waitForEvent('download')
  await designer.chooseExport('Download without comments')
  await (await plainDownload).saveAs(plain)
  expect(await walkeros(['validate', plain, '--strict'], folder)).toContain('0 error(s), 0 warning(s)')
  for (const [index, { event }] of cases.entries()) {
    const file = join(folder, `event${index}.json`)
    writeFileSync(file, JSON.stringify(event))
    await walkeros(['push', plain, '-e', file, '--json', '-o', join(folder, 'result.json')], folder)
  }

  const delivered = (await readAll()).filter((record) => !before.has(placeOf(record)))
  const wanted = shown.filter((one) => one !== null).map(({ partition: _partition, ...one }) => one)
  expect(delivered.map(({ partition: _partition, offset: _offset, ...one }) => one).sort(byTime)).toEqual(
    wanted.sort(byTime),
  )
})

const readAll = async () =>
  (
    await Promise.all(
      Object.values(topics).map(async (topic) => (await readTopic(topic)).map((record) => ({ topic, ...record }))),
    )
  ).flat()
const placeOf = ({ topic, partition, offset }: { topic: string; partition: number; offset: number }) =>
  `${topic} ${partition}@${offset}`
const byTime = (a: { timestamp: string }, b: { timestamp: string }) => a.timestamp.localeCompare(b.timestamp)

test('the examples pass the validation of walkerOS', async () => {
  test.setTimeout(180_000)
  const folder = mkdtempSync(join(tmpdir(), 'validate-'))
  for (const name of ['shop', 'consent', 'destination-page']) {
    const file = new URL(`../../examples/${name}/flow.json`, import.meta.url).pathname
    expect(await walkeros(['validate', file, '--strict'], folder)).toContain('0 error(s), 0 warning(s)')
  }
})
