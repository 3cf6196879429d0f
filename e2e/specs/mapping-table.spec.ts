import { expect, test } from '../fixtures.ts'

const event = {
  name: 'order complete',
  data: { id: 'O-1', total: 99.5, coupon: 'X' },
  nested: [
    { entity: 'product', data: { id: 'P-1', price: 5 } },
    { entity: 'gift', data: { id: 'G-1' } },
    { entity: 'product', data: { id: 'P-2', price: 7 } },
  ],
  consent: { marketing: false, analytics: true },
  user: { email: 'a@b.example' },
}

test('every kind of source is made in the table, from a blank page, and the record follows', async ({ designer }) => {
  const { page, rules, editor, record } = designer
  await designer.paste(JSON.stringify(event))
  await rules.add()
  const { region } = editor
  const addField = async (name: string) => {
    await editor.addField()
    await editor.target('field').fill(name)
    await editor.target('field').press('Enter')
  }
  const expectValue = async (value: object) => {
    await record.open('Value')
    await record.raw()
    await expect(record.value).toHaveText(JSON.stringify(value))
  }

  await addField('order')
  await editor.source('order').fill('data.id')
  await addField('currency')
  await editor.sourceKind('currency').selectOption('Event path')
  await editor.source('currency').fill('data.currency')
  await region.getByRole('button', { name: 'Details of currency' }).click()
  await region.getByLabel('Else of currency').fill('EUR')
  await region.getByLabel('Else of currency').press('Enter')
  await expectValue({ order: 'O-1', currency: 'EUR' })

  await addField('items')
  await editor.source('items').fill('nested')
  await editor.sourceKind('items').selectOption('List')
  await expect(editor.sourceKind('items')).toHaveAccessibleDescription(/walkerOS: loop/)
  await editor.source('id').fill('data.id')
  await region.getByRole('button', { name: 'Add field to items' }).click()
  await editor.target('field').fill('price')
  await editor.target('field').press('Enter')
  await editor.source('price').fill('data.price')
  await region.getByRole('button', { name: 'Details of items', exact: true }).click()
  await region.getByLabel('Item condition of items', { exact: true }).fill("(item) => item.entity === 'product'")
  const items = [
    { id: 'P-1', price: 5 },
    { id: 'P-2', price: 7 },
  ]
  await expectValue({
    order: 'O-1',
    currency: 'EUR',
    items,
  })

  await addField('label')
  await editor.sourceKind('label').selectOption('First of')
  await region.getByRole('button', { name: 'Add entry to label' }).click()
  await editor.source('1').fill('data.campaign')
  await region.getByRole('button', { name: 'Add entry to label' }).click()
  await editor.source('2').fill('data.coupon')
  await expectValue({
    order: 'O-1',
    currency: 'EUR',
    items,
    label: 'X',
  })
  await editor.region.getByRole('button', { name: 'Remove field label' }).click()
  await editor.region.getByRole('button', { name: 'Remove field items' }).click()

  await addField('mail')
  await editor.source('mail').fill('user.email')
  await region.getByRole('button', { name: 'Details of mail' }).click()
  const details = region.getByRole('group', { name: 'Details of mail' })
  await details.getByLabel('Consent of mail').fill('marketing')
  await details.getByLabel('Consent of mail').press('Enter')
  await expect(details).toContainText('denied')
  await expectValue({ order: 'O-1', currency: 'EUR' })

  await addField('cents')
  await editor.sourceKind('cents').selectOption('Code')
  await editor.source('cents').fill('(value) => Math.round(value.data.total * 100)')
  await addField('tags')
  await editor.sourceKind('tags').selectOption('Set')
  await region.getByRole('button', { name: 'Add entry to tags' }).click()
  await editor.source('1').fill('data.coupon')
  await expectValue({ order: 'O-1', currency: 'EUR', cents: 9950, tags: ['X'] })

  await editor.target('cents').focus()
  await page.keyboard.press('Alt+ArrowUp')
  await page.keyboard.press('Alt+ArrowUp')
  await expect(record.value).toHaveText(JSON.stringify({ order: 'O-1', cents: 9950, currency: 'EUR', tags: ['X'] }))
})

test('a function is edited in a code editor that knows the event and says what is wrong', async ({ designer }) => {
  const { page, editor, record } = designer
  await designer.example('Shop orders')
  await editor.region.getByRole('button', { name: 'Details of revenue' }).click()
  await editor.region
    .getByRole('group', { name: 'Details of revenue' })
    .getByRole('button', { name: 'Code', exact: true })
    .click()
  await editor.region.getByRole('button', { name: 'Details: source of revenue: code editor' }).click()
  const code = page.getByRole('code').filter({ hasText: 'value' })
  await code.click()
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('End')
  for (let at = 0; at < 'value.data.total'.length; at++) await page.keyboard.press('Backspace')
  await page.keyboard.type('context.event.data.tot')
  await expect(page.locator('.suggest-widget')).toContainText('total')
  await page.keyboard.press('Enter')
  await page.keyboard.type(' * 2')
  await expect(record.value).toContainText('"revenue": 259.8')
  await page.keyboard.type('.nothing()')
  await expect(code.locator('.squiggly-error')).toBeVisible()
})

test('a policy, sections and removed paths are made in the form', async ({ designer }) => {
  const { rules, editor, record } = designer
  await designer.paste(JSON.stringify(event))
  await rules.add()
  const { region } = editor
  await region.getByRole('button', { name: 'Policy', exact: true }).click()
  await expect(editor.target('custom.field')).toBeFocused()
  await editor.target('custom.field').fill('custom.total')
  await editor.target('custom.field').press('Enter')
  await editor.source('custom.total').fill('data.total')
  await editor.addField()
  await editor.source('field').fill('custom.total')
  await region.getByRole('button', { name: 'Include, remove' }).click()
  await expect(region.getByLabel('Remove', { exact: true })).toBeFocused()
  await region.getByLabel('user', { exact: true }).check()
  await expect(record.value).toContainText('"user_email": "a@b.example"')
  await region.getByLabel('Remove', { exact: true }).fill('user_email')
  await region.getByLabel('Remove', { exact: true }).press('Enter')
  await record.raw()
  await expect(record.value).toHaveText('{"field":99.5}')
})

test('what no form knows is shown as JSON in place, changed there, and kept', async ({ designer }) => {
  const { editor, code } = designer
  await designer.example('Shop orders')
  await editor.showCode()
  await code.ready()
  await code.replace('"name": "purchase",', '"name": "purchase", "batch": 5, ')
  await editor.showForm()
  const batch = editor.region.getByLabel('batch as JSON')
  await expect(batch).toHaveValue('5')
  await batch.fill('{"size":')
  await batch.press('Enter')
  await expect(batch).toHaveAttribute('aria-invalid', 'true')
  await batch.fill('{"size":10}')
  await batch.press('Enter')
  await editor.showCode()
  await code.ready()
  await code.find('"size"')
})

test('rows of the mapping are put into another order by dragging, and the record follows', async ({ designer }) => {
  const { page, editor, record } = designer
  await designer.example('Shop orders')
  const row = (name: string) =>
    editor.region.getByRole('row').filter({ has: page.getByLabel(`Target field ${name}`, { exact: true }) })
  await row('order_id').hover()
  await row('order_id')
    .locator('.row-grip')
    .dragTo(row('currency'), { targetPosition: { x: 200, y: 20 } })
  await record.raw()
  await expect(record.value).toHaveText(/^\{"revenue":129\.9,"currency":"EUR","order_id":/)
  await designer.undo()
  await expect(record.value).toHaveText(/^\{"order_id":/)
})

test('what moves and removes a row is painted in the row that is used alone', async ({ designer }) => {
  const { page, editor } = designer
  await designer.example('Shop orders')
  const row = editor.region.getByRole('row').filter({ has: page.getByLabel('Target field currency', { exact: true }) })
  const remove = row.getByRole('button', { name: 'Remove field currency' })
  const icons = row.locator(':is(.row-actions, .row-grip) svg:visible')
  await editor.topic.hover()
  await expect(remove).toBeVisible()
  await expect(icons).toHaveCount(0)
  await row.hover()
  await expect(icons).toHaveCount(2)
  await editor.topic.hover()
  await remove.focus()
  await expect(icons).toHaveCount(2)
  await page.emulateMedia({ forcedColors: 'active' })
  await editor.topic.focus()
  await expect(icons).toHaveCount(2)
})

test('several rows are selected by keyboard, and what is done to them is one step', async ({ designer }) => {
  const { page, editor } = designer
  await designer.example('Shop orders')
  const rows = editor.region.getByRole('table', { name: 'Mapped fields' }).locator('tr[data-place] .target input')
  const names = () => rows.evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value))
  await editor.target('order_id').focus()
  const before = await names()
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(editor.region).toContainText('3 rows selected')
  await expect(editor.target('currency')).toBeFocused()
  // The menu key offers what the palette offers.
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Set consent' }).press('Enter')
  const consent = editor.region.getByRole('combobox', { name: 'Consent of the selected rows' })
  await expect(consent).toBeFocused()
  await page.keyboard.type('marketing')
  await page.keyboard.press('Enter')
  await expect(editor.region.locator('.chip', { hasText: 'marketing' })).toHaveCount(3)
  await designer.undo()
  await expect(editor.region.locator('.chip', { hasText: 'marketing' })).toHaveCount(0)
  // A click ends the selection and does what it is for; Ctrl with a click begins one.
  await editor.region.getByRole('button', { name: 'Details of items', exact: true }).click()
  await expect(editor.region.getByRole('group', { name: 'Details of items' })).toBeVisible()
  await editor.region.getByRole('button', { name: 'Details of items', exact: true }).click()
  await expect(editor.region).not.toContainText('selected')
  await editor.target('order_id').click({ modifiers: ['Control'] })
  await editor.target('revenue').click({ modifiers: ['Control'] })
  await designer.palette.run('> copy 2 fields to page.view')
  await expect(page.getByRole('contentinfo')).toContainText('Copied 2 fields to page.view.')
  await editor.target('currency').focus()
  await editor.target('order_id').click({ button: 'right' })
  await page.getByRole('menuitem', { name: /^Delete/ }).click()
  await expect.poll(names).toEqual(before.slice(2))
  await designer.undo()
  await expect.poll(names).toEqual(before)
  // One field gets another name wherever it is mapped.
  await designer.palette.run('> copy 2 fields to page.view')
  await editor.target('order_id').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Rename in all rules' }).click()
  const name = editor.region.getByRole('textbox', { name: 'New name in all rules' })
  await name.fill('revenue')
  await expect(editor.region).toContainText('This rule has a field revenue already.')
  await name.fill('number')
  await name.press('Enter')
  await expect(page.getByRole('contentinfo')).toContainText(/Renamed order_id to number in \d rules\./)
  await expect(editor.target('number')).toBeFocused()
  await expect.poll(names).toEqual(before.with(0, 'number'))
  await designer.undo()
  await expect.poll(names).toEqual(before)
})
