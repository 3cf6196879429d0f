import { expect, test } from '../fixtures.ts'

test('typing in the form changes code and record, typing in code changes form and record', async ({ designer }) => {
  const { editor, record, code } = designer
  await designer.example('Shop orders')
  await editor.topic.fill('orders.form')
  await expect(record.topic).toHaveText('orders.form')
  await editor.showCode()
  await code.ready()
  await expect(code.lines).toContainText('"orders.form"')
  await code.replace('orders.form', 'orders.code')
  await expect(record.topic).toHaveText('orders.code')
  await editor.showForm()
  await expect(editor.topic).toHaveValue('orders.code')
})

test('the form keeps what is open and scrolled, and where the cursor of a function is, while the code is shown', async ({
  designer,
}) => {
  const { page, editor, code } = designer
  await designer.example('Shop orders')
  await page.setViewportSize({ width: 1440, height: 600 })
  await editor.region.getByRole('button', { name: 'Details of revenue' }).click()
  const details = editor.region.getByRole('group', { name: 'Details of revenue' })
  await details.getByRole('button', { name: 'Code', exact: true }).click()
  await editor.region.getByRole('button', { name: 'Details: source of revenue: code editor' }).click()
  const lines = details.locator('.view-lines')
  await lines.click()
  await page.keyboard.press('Control+End')
  await page.keyboard.insertText('\n// first\n// second')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('End')
  const form = editor.region.getByRole('tabpanel', { name: 'Form' })
  const scrolled = () => form.evaluate(({ scrollTop }) => scrollTop)
  await form.evaluate((element) => element.scrollTo(0, 90))
  expect(await scrolled()).toBe(90)
  await editor.showCode()
  await code.ready()
  await expect(editor.topic).toHaveCount(0)
  await editor.showForm()
  await expect(lines).toContainText('second')
  expect(await scrolled()).toBe(90)
  // The cursor is where it was.
  await details.locator('.monaco-editor').getByRole('textbox').focus()
  await page.keyboard.type(' line')
  await expect(lines).toContainText('first line')
})

test('a setting that the code removes is removed from the form', async ({ designer }) => {
  const { page, editor, code } = designer
  await designer.example('Shop orders')
  await editor.region.getByRole('button', { name: 'Details of revenue' }).click()
  await editor.showCode()
  await code.ready()
  await code.replace('"revenue"', '"turnover"')
  await editor.showForm()
  await expect(editor.target('turnover')).toBeVisible()
  await expect(editor.target('revenue')).toHaveCount(0)
  await page.keyboard.press('Control+z')
  await expect(editor.target('revenue')).toBeVisible()
})

test('every keystroke in a path shows in the record', async ({ designer }) => {
  const { editor, record } = designer
  await designer.example('Shop orders')
  await editor.source('order_id').fill('')
  await editor.source('order_id').pressSequentially('user.i')
  await expect(record.value).not.toContainText('order_id')
  await editor.source('order_id').pressSequentially('d')
  await expect(record.value).toContainText('"order_id": "u-7f3a91"')
})

test('one undo takes back one intention, redo brings it again', async ({ designer }) => {
  const { editor, record, page } = designer
  await designer.example('Shop orders')
  await editor.topic.fill('somewhere.else')
  await expect(record.topic).toHaveText('somewhere.else')
  await designer.undo()
  await expect(record.topic).toHaveText('shop.orders')
  await page.keyboard.press('Control+Shift+Z')
  await expect(record.topic).toHaveText('somewhere.else')
})

test('a broken text keeps the last preview, marks the place and loses nothing', async ({ designer }) => {
  const { editor, record, code, page } = designer
  await designer.example('Shop orders')
  await editor.showCode()
  await code.ready()
  await code.replace('"version": 4,', '"version": 4')
  await expect(editor.region.getByRole('alert')).toContainText('Line 3, column 3: a comma is missing.')
  await expect(page.getByRole('contentinfo')).toContainText('Preview of the last readable flow')
  await expect(record.topic).toHaveText('shop.orders')
  await editor.showForm()
  await expect(editor.topic).toBeDisabled()
  await page.reload()
  await expect(editor.region.getByRole('alert')).toContainText('a comma is missing')
})
