import { expect, test } from '../fixtures.ts'
import { keysOf } from '../keys.ts'

// Not a single click: everything below is done with keys, and the focus is never lost on the way.

test('a mapping is made from a blank page with keys alone', async ({ designer }) => {
  const { page, record, editor, fields } = designer
  const { keyboard } = page
  const run = (words: string) => designer.palette.run(words)
  const { tabTo } = keysOf(designer)

  await tabTo(/^Events/)
  await keyboard.insertText('{"name":"order complete","data":{"id":"A-1","total":20},"user":{"id":"u-1"}}')
  await keyboard.press('Control+Enter')
  await expect(record.state).toHaveText('Full event')

  await run('make a rule')
  await tabTo(/^Topic/)
  await keyboard.type('orders')
  await expect(record.topic).toHaveText('orders')
  await tabTo(/^Key/)
  await keyboard.type('data.i')
  await keyboard.press('ArrowDown')
  await keyboard.press('Enter')
  await expect(record.key).toHaveText('A-1')

  await run('insert data.total')
  await expect(record.key).toHaveText('order_complete')
  await keyboard.press('Control+z')
  await expect(record.key).toHaveText('A-1')

  await tabTo(/^Add field/)
  await keyboard.press('Enter')
  await tabTo(/^Target field field/)
  await keyboard.press('Control+a')
  await keyboard.type('revenue')
  await keyboard.press('Enter')
  await tabTo(/^Source of revenue/)
  await keyboard.type('data.tot')
  await keyboard.press('ArrowDown')
  await keyboard.press('Enter')
  await expect(record.value).toContainText('"revenue": 20')

  // From the field tree into the input that is left by F6.
  for (let tries = 0; tries < 8; tries++) {
    await keyboard.press('F6')
    if (await fields.evaluate((pane) => pane.contains(document.activeElement))) break
  }
  await tabTo(/^name "order/)
  await keyboard.press('End')
  await keyboard.press('Enter')
  await expect(editor.source('revenue')).not.toHaveValue('data.total')
  await keyboard.press('Control+z')
  await expect(editor.source('revenue')).toHaveValue('data.total')

  await tabTo(/^Details of revenue/)
  await keyboard.press('Enter')
  await tabTo(/^Else of revenue/)
  await keyboard.type('0')
  await keyboard.press('Escape')
  await tabTo(/^Else of revenue/)
  await keyboard.type('0')
  await keyboard.press('Enter')
  await tabTo(/^Close details/)
  await keyboard.press('Enter')

  await keyboard.press('Control+Shift+S')
  await expect(record.test).toContainText('Test passes')
  await run('show matrix')
  await tabTo(/^Key/)
  await keyboard.press('Enter')
  await expect(page.getByRole('columnheader', { name: 'Key' })).toHaveAttribute('aria-sort', 'ascending')
  await run('show design')
  await keyboard.press('Control+/')
  await keyboard.press('Escape')
  await run('local history')
  await expect(page.getByRole('dialog', { name: 'Local history' })).toBeVisible()
  await keyboard.press('Escape')
  await run('delete the rule')
  await expect(record.state).toHaveText('Full event')
  await keyboard.press('Control+Enter')
  await expect(designer.produce.dialog).toBeVisible()
  await keyboard.press('Escape')
})

const purchase = {
  settings: { topic: 'ga4.events', key: 'data.id' },
  name: 'purchase',
  data: {
    map: {
      transaction_id: 'data.id',
      value: 'data.total',
      currency: { key: 'data.currency', value: 'EUR' },
      items: {
        loop: ['nested', { map: { item_id: 'data.id', item_name: 'data.name', price: 'data.price' } }],
      },
    },
  },
}
const customer = {
  settings: { topic: 'crm.people', key: 'user.id' },
  data: {
    map: {
      customer: 'user.id',
      email: { key: 'user.email', consent: { marketing: true } },
      points: { fn: '$code:(value) => Math.round(value.data.points / 10)' },
      source: { value: 'web' },
      campaign: ['data.campaign', 'context.campaign'],
    },
  },
}

test('a GA4 purchase and a CRM mapping take at most twice the keys of their JSON', async ({ designer }) => {
  const { page, record } = designer
  const { press, tabTo, backTo, type, run, taken } = keysOf(designer)
  const row = async (name: string, source: string) => {
    await type(name)
    await press('Enter')
    await type(source)
  }
  const kindOf = async (name: string, letters: string) => {
    await type(name)
    await press('Enter', 'Shift+Tab', ...letters)
  }
  const makeRule = async (topic: string, key: string) => {
    await run('make a rule')
    await tabTo(/^Topic/)
    await type(topic)
    await tabTo(/^Key/)
    await type(key)
  }
  const step = async (field: string, name: string, text: string) => {
    await backTo(new RegExp(`^Details of ${field}`))
    await press('Enter')
    await tabTo(new RegExp(`^${name} of ${field}`))
    await type(text)
    await press('Enter', 'Escape')
  }
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await tabTo(/^Events/)
  await type(
    [
      {
        name: 'order complete',
        data: { id: 'A-1', total: 20 },
        nested: [{ data: { id: 'P', name: 'Cap', price: 20 } }],
      },
      { name: 'user login', data: { points: 120 }, user: { id: 'u-1', email: 'a@b.example' } },
    ]
      .map((event) => JSON.stringify(event))
      .join('\n'),
  )
  await press('Control+Enter')
  await expect(record.state).toHaveText('Full event')

  taken()
  await makeRule('ga4.events', 'data.id')
  await tabTo(/^New name/)
  await press('Enter')
  await type('purchase')
  await run('add a field')
  await row('transaction_id', 'data.id')
  await press('Enter')
  await row('value', 'data.total')
  await press('Enter')
  await row('currency', 'data.currency')
  await step('currency', 'Else', 'EUR')
  await run('add a field')
  await kindOf('items', 'Lo')
  await tabTo(/^Target field id/)
  await row('item_id', '')
  await press('Enter', 'Enter')
  await row('item_name', 'data.name')
  await press('Enter')
  await row('price', 'data.price')
  await expect(record.value).toContainText('"item_name": "Cap"')
  expect(taken()).toBeLessThan(2 * JSON.stringify(purchase).length)

  await run('user login')
  await makeRule('crm.people', 'user.id')
  await run('add a field')
  await row('customer', 'user.id')
  await press('Enter')
  await row('email', 'user.email')
  await step('email', 'Consent', 'marketing')
  await run('add a field')
  await kindOf('points', 'C')
  await press('Tab', 'Control+a')
  await type('(value) => Math.round(value.data.points / 10)')
  await press('Enter')
  await kindOf('source', 'S')
  await press('Tab')
  await type('web')
  await press('Enter')
  await kindOf('campaign', 'F')
  await tabTo(/^Add entry to campaign/)
  await press('Enter')
  await tabTo(/^Source of 1/)
  await type('data.campaign')
  await backTo(/^Add entry to campaign/)
  await press('Enter')
  await tabTo(/^Source of 2/)
  await type('context.campaign')
  await expect(record.value).toContainText('"points": 12')
  expect(taken()).toBeLessThan(2 * JSON.stringify(customer).length)

  await run('copy flow.json')
  const flow = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))
  const [destination] = Object.values<{ config: { mapping: object } }>(flow.flows.default.destinations)
  expect(destination?.config.mapping).toEqual({ order: { complete: purchase }, user: { login: customer } })
})
