import { expect, test } from '../fixtures.ts'

test('a field goes into the input in focus by click, by key and by drag, and makes a new row on the table', async ({
  designer,
}) => {
  const { page, editor, record, fields } = designer
  await designer.example('Shop orders')
  const row = (name: string) => fields.getByRole('row', { name: new RegExp(`^${name} `) })
  await editor.key.click()
  await row('user.id').click()
  await expect(record.key).toHaveText('u-7f3a91')
  await editor.source('revenue').click()
  await row('data.taxes').focus()
  await page.keyboard.press('Enter')
  await expect(editor.source('revenue')).toHaveValue('data.taxes')
  await row('data.payment').dragTo(editor.source('channel').or(editor.source('order_id')).first())
  await expect(editor.source('order_id')).toHaveValue('data.payment')
  await row('data.taxes').dragTo(editor.region.getByRole('columnheader', { name: 'Value now' }))
  await expect(editor.source('taxes')).toHaveValue('data.taxes')
})

test('a field of an item is written for the loop that it is put into', async ({ designer }) => {
  const { editor, fields } = designer
  await designer.example('Shop orders')
  await editor.source('sku').click()
  await fields.getByRole('searchbox').fill('quantity')
  await fields.getByRole('row', { name: 'nested.0.data.quantity' }).click()
  await expect(editor.source('sku')).toHaveValue('data.quantity')
  // Dropped on a row of the loop, it becomes a field of its items.
  await fields.getByRole('searchbox').fill('price')
  await editor.target('sku').scrollIntoViewIfNeeded()
  await fields
    .getByRole('row', { name: 'nested.0.data.price' })
    .dragTo(editor.region.locator('tr[data-place$=\'"sku"]\'] .now'))
  await expect(editor.source('price')).toHaveValue('data.price')
  await expect(designer.record.value).toContainText('"price"')
})

test('a field that is dropped where nothing is mapped yet is the first one', async ({ designer }) => {
  const { editor, fields, rules } = designer
  await designer.paste('{"name":"order complete","data":{"id":"A-1"}}')
  await rules.region.getByRole('button', { name: 'Make a rule for this event' }).click()
  await fields.getByRole('row', { name: /^data\.id / }).dragTo(editor.region.getByText('No mapping: the whole event'))
  await expect(editor.source('id')).toHaveValue('data.id')
})

test('fields of all samples are counted, with types and values', async ({ designer }) => {
  const { fields } = designer
  await designer.paste(
    '{"name":"a b","data":{"id":1,"kind":"x"}}\n{"name":"a b","data":{"id":"2","kind":"x"}}\n{"name":"a c"}',
  )
  await fields.getByRole('button', { name: 'All' }).click()
  await expect(fields.getByRole('row', { name: 'data.id' })).toContainText('2 of 3, number or string, 2 values')
  const kind = fields.getByRole('row', { name: 'data.kind' })
  await expect(kind).toContainText('2 of 3, string, "x"')
  await designer.page.reload()
  await expect(kind).toContainText('2 of 3, string, "x"')
})

test('a field that got another name is followed in all rules with one undoable edit', async ({ designer }) => {
  const { page, editor, fields } = designer
  await designer.example('Shop orders')
  await fields.getByRole('row', { name: /^data\.id / }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Rename in all rules' }).click()
  await page.getByRole('textbox', { name: 'New name of data.id' }).fill('number')
  await page.getByRole('button', { name: 'Rename in all rules' }).click()
  await expect(page.getByRole('contentinfo')).toContainText('Renamed data.id to number in 4 rules.')
  await expect(editor.source('order_id')).toHaveValue('data.number')
  await expect(editor.key).toHaveValue('data.number')
  const status = page.getByRole('contentinfo')
  await status.getByRole('button', { name: 'Undo' }).click()
  await expect(editor.source('order_id')).toHaveValue('data.id')
  await expect(status).not.toContainText('Renamed')
})

test('what was done is said for six seconds, longer where it can be undone, and while it is looked at', async ({
  designer,
}) => {
  const { page, record } = designer
  await designer.example('Shop orders')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.clock.install()
  await record.region.getByRole('button', { name: 'Copy as' }).click()
  await page.getByRole('menuitem').first().click()
  const notice = page.getByText(/^Copied: /)
  await expect(notice).toBeVisible()
  await notice.hover()
  await page.clock.fastForward(60_000)
  await expect(notice).toBeVisible()
  await page.mouse.move(10, 10)
  await page.clock.fastForward(6_000)
  await expect(notice).toBeHidden()
})

test('a line of the record, its row and its field are marked together', async ({ designer }) => {
  const { editor, record, fields } = designer
  await designer.example('Shop orders')
  await record.value.getByText('"customer_id"').click()
  await expect(editor.region.locator('tr.linked')).toContainText('u-7f3a91')
  await expect(fields.locator('.linked')).toContainText('id')
  await editor.source('currency').focus()
  await expect(record.value.locator('.linked')).toContainText('"currency"')
  await fields.getByRole('button', { name: 'Show where data.total goes' }).click()
  await expect(record.value.locator('.linked')).toContainText('"revenue"')
})
