import { expect, test } from '../fixtures.ts'

test('the fields of the records are held against the states of consent, and a cell says why', async ({ designer }) => {
  const { page, palette } = designer
  await designer.example('Identity and consent')
  await palette.run('Show Consent')
  await page.getByRole('button', { name: 'All samples' }).first().click()
  const table = page.getByRole('region', { name: 'Fields by consent' }).getByRole('table')
  await expect(table.getByRole('columnheader', { name: /^none/ })).toBeVisible()
  // A cell shows the value that leaves; where no record is sent, it says nothing of the field.
  const email = table.getByRole('row', { name: /^email / }).first()
  await expect(email.getByRole('cell')).toHaveText([
    /no record$/,
    /held back$/,
    /no record$/,
    /no record$/,
    /^leaves.*: "mara@example\.com"/,
  ])
  await email.getByRole('button', { name: 'no record' }).first().click()
  await expect(page.getByRole('region', { name: /^Why/ })).toContainText('needs consent')
  await email.getByRole('button', { name: 'mara@example.com' }).click()
  await expect(page.getByRole('region', { name: 'Why email' })).toContainText('"mara@example.com"')
  await page.getByRole('button', { name: 'Close why' }).click()
  // A field that nothing shows to be personal is marked by hand, and the mark taken away.
  const mark = table.getByRole('button', { name: 'key is personal' }).first()
  await mark.press('Enter')
  await expect(mark).toHaveAttribute('aria-pressed', 'true')
  await expect(table.getByRole('rowheader', { name: 'key personal data' }).first()).toBeVisible()
  await mark.press('Enter')
  await expect(mark).toHaveAttribute('aria-pressed', 'false')
  await expect(table.getByText('personal data')).toHaveCount(0)
  await page.getByRole('group', { name: 'Review' }).getByRole('button', { name: 'Matrix' }).click()
  const matrix = page.getByRole('table', { name: 'Samples and their records' })
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Timestamp' }).click()
  const ofValue = page.getByRole('group', { name: 'Fields of the value' }).getByRole('menuitemcheckbox')
  const name = (await ofValue.first().textContent()) ?? ''
  await ofValue.first().click()
  await page.keyboard.press('Escape')
  await matrix.getByRole('button', { name, exact: true }).click()
  await expect(matrix.getByRole('columnheader', { name })).toHaveAttribute('aria-sort', 'ascending')
  // What is looked at is saved under a name, and shown again.
  const filter = page.getByRole('searchbox', { name: 'Filter samples' })
  await filter.fill('form')
  const views = page.getByRole('button', { name: 'Views' })
  await page.getByRole('button', { name: 'Save view…' }).click()
  await page.keyboard.type('forms')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'forms', exact: true }).click()
  await page.getByRole('menuitemradio', { name: 'Usual view' }).click()
  await expect(filter).toHaveValue('')
  await expect(matrix.getByRole('columnheader', { name: 'Timestamp' })).toBeHidden()
  await designer.show('Design')
  await palette.run('Show Matrix')
  await views.click()
  await page.getByRole('menuitemradio', { name: 'forms' }).click()
  await expect(filter).toHaveValue('form')
  await expect(matrix.getByRole('columnheader', { name })).toHaveAttribute('aria-sort', 'ascending')
  await filter.fill('')
  // What was chosen is there again after other screens.
  await designer.show('Design')
  await palette.run('Show Matrix')
  await expect(matrix.getByRole('columnheader', { name: 'Timestamp' })).toBeVisible()
  await matrix
    .locator('tbody tr td')
    .first()
    .click({ modifiers: ['Control'] })
  await matrix
    .locator('tbody tr td')
    .last()
    .click({ modifiers: ['Shift'], button: 'left' })
  await matrix.locator('tbody tr td').last().click({ button: 'right' })
  await expect(page.getByRole('menuitem', { name: /^Produce \d samples/ })).toBeVisible()
})

test('what an edit, another version and another file do to the records is compared, with the line that does it', async ({
  designer,
}) => {
  const { page, palette, editor, rules } = designer
  const compare = page.getByRole('region', { name: 'Compare', exact: true })
  const verdict = compare.getByRole('note', { name: 'Verdict' })
  await designer.example('Shop orders')
  await expect(designer.record.state).toHaveText('Mapped')
  await palette.run('What would walkerOS 4.9.0 change?')
  await expect(verdict).toContainText('Nothing that readers see has changed.')
  await designer.show('Design')
  await rules.rule('complete').click()
  await editor.topic.fill('orders.new')
  await palette.run('Show Compare')
  await page.getByRole('combobox', { name: 'Before' }).selectOption('Saved flow')
  await page.getByRole('combobox', { name: 'After' }).selectOption('This draft')
  await expect(verdict).toContainText('Breaking for readers. 3 records go to another topic.')
  const changes = compare.getByRole('table', { name: 'Changes of the records' })
  await expect(changes.getByRole('row', { name: /topic shop.orders → orders.new/ })).toContainText('3 of 8')
  const example = compare.getByRole('region', { name: 'Example of the change' })
  await expect(example).toContainText('order.complete.settings.topic, line')
  await example.getByRole('button', { name: 'Next example' }).click()
  await expect(example).toContainText('example 2 of 3')
  await expect(compare.getByRole('region', { name: 'In the flow' })).toContainText('3 records')

  // The same over a file of events that is compared apart from the page.
  const give = async (name: string, text: string, choose: () => Promise<void>) => {
    const chooser = page.waitForEvent('filechooser')
    await choose()
    await (await chooser).setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) })
  }
  const line = (index: number) => `{"name":"order complete","data":{"id":"O-${index}","total":${index}}}`
  const lines = Array.from({ length: 6_000 }, (_, index) => line(index)).with(3, '{"name" "order complete"}')
  await give('orders.ndjson', lines.join('\n'), () => palette.run('Compare over a file of events'))
  await expect(verdict).toContainText('5,999 records go to another topic')
  await expect(verdict).toContainText('Over 5,999 events of orders.ndjson')
  await expect(compare.getByRole('alert')).toContainText('orders.ndjson: Line 4, column 9: a colon is missing.')
  await expect(example).toContainText('order complete, number 1 of orders.ndjson')
  await expect(example.getByRole('group', { name: 'Record after' })).toContainText('orders.new')

  const chooseFlow = () => compare.getByRole('button', { name: 'Flow file…' }).click()
  const config = { mapping: { '*': { '*': { data: { fn: '$code:() => { for (;;) {} }' } } } } }
  const destination = { package: '@walkeros/server-destination-kafka', config }
  const endless = {
    version: 4,
    flows: { shop: { config: { platform: 'server' }, destinations: { kafka: destination } } },
  }
  await give('endless.json', JSON.stringify(endless), chooseFlow)
  await compare.getByRole('button', { name: 'Stop' }).click()
  await expect(compare.getByRole('status')).toContainText('Stopped before an event was compared.')
  await designer.show('Design')
  await palette.run('Show Compare')
  await expect(compare.getByRole('status')).toContainText('Stopped before an event was compared.')
  await page.getByRole('combobox', { name: 'Over' }).selectOption('8 samples')

  await give('other.json', '{ "version": 4', chooseFlow)
  await expect(compare.getByRole('alert')).toContainText('Cannot compare other.json')
  await page.getByRole('combobox', { name: 'Before' }).selectOption('Saved flow')
  await example.getByRole('button', { name: /order.complete.settings.topic/ }).click()
  await expect(page.locator('[data-pane="editor"] .monaco-editor').first()).toBeVisible()
})

test('the contract of a topic says what is always there and why not, in each format, and what an edit breaks', async ({
  designer,
}) => {
  const { page, palette, editor } = designer
  await designer.example('Shop orders')
  await palette.run('Show Contract')
  const contract = page.getByRole('region', { name: 'Contract', exact: true })
  const verdict = contract.getByRole('note', { name: 'Verdict' })
  await expect(page.getByRole('combobox', { name: 'Topic' })).toHaveValue('shop.orders')
  const field = (name: string) => contract.getByRole('row', { name: new RegExp(`^${name} `) })
  await expect(field('channel')).toContainText('in 1 of 2 rules')
  await expect(field('customer_id')).toContainText('needs analytics')
  await expect(verdict).toContainText('can read the new values')
  await contract.getByRole('button', { name: 'TypeScript', exact: true }).click()
  await expect(contract.getByRole('group', { name: 'TypeScript' })).toContainText('export type ShopOrdersValue = {')
  const saved = page.waitForEvent('download')
  await contract.getByRole('button', { name: 'Download TypeScript' }).click()
  expect((await saved).suggestedFilename()).toBe('shop.orders.d.ts')

  await contract.getByRole('button', { name: 'Flink SQL', exact: true }).click()
  await expect(contract.getByRole('group', { name: 'Flink SQL' })).toContainText('CREATE TABLE')

  const schema = { type: 'object', properties: { order_id: { type: 'number' } }, required: ['channel'] }
  const chooser = page.waitForEvent('filechooser')
  await contract.getByRole('button', { name: 'Schema file…' }).click()
  const file = { name: 'orders.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(schema)) }
  await (await chooser).setFiles(file)
  await expect(verdict).toContainText('who rely on orders.json cannot read every new value')
  await expect(field('order_id')).toContainText('may be string, and number is read')
  await expect(contract.getByRole('region', { name: 'Compatibility' })).toContainText('channel may be missing')
  await field('order_id').getByRole('button').click()
  await expect(editor.region).toBeVisible()
})

test('the matrix shows what each sample becomes, sorts, filters, groups, and goes to a sample', async ({
  designer,
}) => {
  const { page, samples, editor } = designer
  await designer.example('Shop orders')
  await designer.show('Review')
  const matrix = page.getByRole('region', { name: 'All samples' })
  const table = matrix.getByRole('table', { name: 'Samples and their records' })
  await expect(table.getByRole('row')).toHaveCount(9)
  await expect(table.getByRole('row', { name: 'Partial refund' })).toContainText('shop.orders')

  await matrix.getByRole('button', { name: 'Size' }).click()
  await expect(table.getByRole('columnheader', { name: 'Size' })).toHaveAttribute('aria-sort', 'ascending')
  const sizes = await table.locator('tbody td:nth-child(7)').allTextContents()
  const numbers = sizes.filter((size) => size !== '').map((size) => Number(size.replace(/\D/g, '')))
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))

  await matrix.getByLabel('Group by rule').check()
  await expect(table.getByRole('rowheader', { name: 'order.complete 3 samples' })).toBeVisible()
  await matrix.getByLabel('Group by rule').uncheck()
  await matrix.getByRole('searchbox', { name: 'Filter samples' }).fill('ignored')
  await expect(matrix).toContainText('1 of 8 samples')
  await table.getByRole('button', { name: 'session start' }).click()
  await designer.show('Design')
  await expect(samples.region.getByRole('row', { selected: true })).toContainText('session start')

  // An edit is in the matrix with everything else, and marked.
  await designer.rules.rule('complete').click()
  await editor.topic.fill('orders.new')
  await designer.show('Review')
  await matrix.getByRole('searchbox', { name: 'Filter samples' }).fill('')
  await expect(table.getByRole('row', { name: 'Two items' })).toContainText('shop.ordersorders.new')
  await expect(table.getByRole('row', { name: 'Two items' }).locator('.changed').first()).toHaveAttribute(
    'title',
    'was shop.orders',
  )
  await expect(matrix).toContainText('3 changed since the flow was saved')
  await matrix.getByRole('button', { name: 'Mark from here' }).click()
  await expect(table.locator('.changed')).toHaveCount(0)
})

test('charts name the hottest key, try another one, and count rules without samples', async ({ designer }) => {
  const { page, rules } = designer
  const events = Array.from({ length: 40 }, (_, index) =>
    JSON.stringify({
      name: 'order complete',
      data: { id: `O-${index}` },
      user: { session: index < 30 ? 's-hot' : `s-${index}` },
    }),
  )
  await designer.paste(events.join('\n'))
  await rules.destination()
  await designer.editor.key.fill('user.session')
  await rules.add('cart', 'add')
  await designer.show('Review')
  const matrix = page.getByRole('region', { name: 'All samples' })
  await matrix.getByLabel('Partitions', { exact: true }).fill('12')
  await expect(matrix).toContainText('11 keys in 40 records. The hottest is s-hot: 30 records, 75 %')
  await matrix.getByText('As a table').first().click()
  const rows = matrix.getByRole('table', { name: 'Records of walkeros-events by partition' }).getByRole('row')
  await expect(rows).toHaveCount(13)
  await matrix.getByRole('combobox', { name: 'Try a key' }).fill('data.id')
  await expect(matrix).toContainText('40 keys in 40 records, with the tried key')
  await expect(matrix.getByRole('table', { name: 'Samples by rule' })).toContainText('Add a sample')
  await expect(matrix.getByRole('table', { name: 'Events without a rule' })).toContainText('order complete')

  // The rows in view do not wait until all samples are analysed: that begins after the frame.
  await matrix.getByRole('combobox', { name: 'Try a key' }).fill('')
  await designer.undo()
  const table = matrix.getByRole('table', { name: 'Samples and their records' })
  await expect(table.locator('tbody td:nth-child(5) code').first()).toHaveText('s-hot')
  const inNextFrame = await page.getByRole('button', { name: /^Undo/ }).evaluate((button: HTMLElement) => {
    const cell = document.querySelector('.matrix-table tbody td:nth-child(5) code')
    button.click()
    return new Promise((resolve) => requestAnimationFrame(() => resolve(cell?.textContent)))
  })
  expect(inNextFrame).toBe('order_complete')
})

test('all samples are saved as tests in one step', async ({ designer }) => {
  const { page } = designer
  await designer.paste('{"name":"page view"}\n{"name":"page view"}\n{"name":"cart add"}')
  await designer.show('Review')
  await page.getByRole('button', { name: 'Save 3 as tests' }).click()
  await expect(page.getByTestId('tests')).toHaveText('3 tests pass')
  await designer.undo()
  await expect(page.getByRole('button', { name: 'Save 3 as tests' })).toBeVisible()
})
