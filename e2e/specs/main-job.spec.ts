import { readFileSync } from 'node:fs'
import { expect, test } from '../fixtures.ts'
import { readTopic } from '../kafka-topics.ts'

const event = {
  name: 'order complete',
  data: { id: 'O-2415 Ä😀', total: 129.9, currency: 'EUR', note: 'tab\tand "quotes"' },
  user: { id: 'u-7f3a91', session: 's-2b81e0' },
  nested: [{ entity: 'product', data: { id: 'P-1003', price: 89 } }],
  consent: { functional: true },
  timestamp: 1789378867312,
}

test('from a pasted event to a record in Kafka that equals the screen, byte for byte', async ({ designer }) => {
  const topic = `orders.${crypto.randomUUID()}`
  const { editor, record, rules, produce } = designer
  await designer.paste(`elb('order complete', ${JSON.stringify(event.data)})`)
  await expect(record.state).toHaveText('Full event')
  await designer.samples.edit()
  await designer.samples.type(JSON.stringify(event))
  await designer.samples.done()

  await rules.add()
  await editor.topic.fill(topic)
  await expect(record.topic).toHaveText(topic)
  await editor.key.fill('data.id')
  await expect(record.key).toHaveText('O-2415 Ä😀')

  await editor.addField()
  await editor.target('field').fill('order_id')
  await editor.target('field').press('Enter')
  await editor.source('order_id').fill('data.id')
  await editor.addField()
  await editor.source('field').focus()
  await designer.fields.getByRole('row', { name: 'data.total' }).click()
  await expect(editor.source('field')).toHaveValue('data.total')
  await expect(record.state).toHaveText('Mapped')

  const shown = await record.read()
  expect(JSON.parse(shown.value)).toEqual({ order_id: 'O-2415 Ä😀', field: 129.9 })
  expect(shown.timestamp).toBe('1789378867312')

  await produce.open()
  await produce.produce()
  await expect(produce.dialog).toContainText(`The topic ${topic} does not exist.`)
  await produce.create()
  await expect(produce.status).toHaveText(new RegExp(`^${topic} \\d@0, identical to the preview\\.$`))
  await produce.close()
  await expect(record.produced).toHaveText(/\d@0, identical to the preview$/)

  const [stored, ...others] = await readTopic(topic)
  expect(others).toEqual([])
  expect(stored).toEqual({
    offset: 0,
    partition: Number(shown.partition),
    key: shown.key,
    value: shown.value,
    headers: shown.headers,
    timestamp: shown.timestamp,
  })
})

const shop = readFileSync(new URL('../../examples/shop/flow.json', import.meta.url), 'utf8')

test('all samples at once, the ignored ones left out', async ({ designer }) => {
  const { produce } = designer
  // No topic of another test has one of these names.
  await designer.importFlow(shop.replaceAll('"shop.', `"${crypto.randomUUID()}.`))
  await produce.open()
  await produce.all()
  await expect(produce.planned).toContainText('"order_id":"O-2415"')
  await expect(produce.planned.getByText('No topic')).toHaveCount(7)
  const first = produce.planned.getByRole('checkbox').first()
  await first.uncheck()
  await expect(produce.dialog.getByRole('button', { name: 'Produce 6 records' })).toBeEnabled()
  await first.check()
  await produce.produce()
  await produce.create()
  await expect(produce.status).toHaveText('7 of 7 produced, read back identical.')
  await expect(produce.results.getByText('Byte-identical')).toHaveCount(7)
  const evidence = produce.results.getByRole('table', { name: / compared$/ })
  await expect(evidence.getByText('Equal')).toHaveCount(5)
  await expect(evidence.getByText(/SHA-256 \w{8}…\w{4}$/)).toHaveCount(2)
  await produce.results.getByRole('button', { name: 'Open the record' }).click()
  await expect(designer.page.getByRole('region', { name: /^Record \d@\d/ })).toContainText('"order_id": "O-2415"')
  await expect(designer.page.getByRole('button', { name: /^\d@\d+$/, expanded: true })).toBeFocused()
})
