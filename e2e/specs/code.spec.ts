import { expect, test } from '../fixtures.ts'

test('the code editor completes paths of the sample, shows live values, marks problems and mends them', async ({
  designer,
}) => {
  const { page, editor, record, code } = designer
  await designer.example('Shop orders')
  await editor.showCode()
  await code.ready()
  await code.replace('"order_id": "data.id"', '"order_id": ""')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Control+Space')
  await page.keyboard.type('user.i')
  await expect(page.locator('.suggest-widget')).toContainText('user.id')
  await page.keyboard.press('Enter')
  await expect(record.value).toContainText('"order_id": "u-7f3a91"')

  await expect(await code.hover('revenue', 'data.total')).toContainText('129.9')

  await code.replace('"compression": "gzip"', '"compression": "snappy"')
  await expect(editor.region.locator('.squiggly-warning, .squiggly-error').first()).toBeVisible()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Control+.')
  await page.getByText('Use gzip').first().click()
  await code.find('"compression": "gzip"')
})

test('the rule alone is shown, formatted, and stays in place while the form edits it', async ({ designer }) => {
  const { page, editor, code } = designer
  await designer.example('Shop orders')
  await editor.showCode()
  await code.ready()
  await editor.region.getByRole('button', { name: 'This rule' }).click()
  await expect(code.lines).not.toContainText('"version"')
  await expect(code.lines).toContainText('"order_id"')
  await code.replace('"order_id": "data.id"', '"order_id":     "data.id"')
  await page.keyboard.press('Control+Shift+f')
  await expect(code.lines).toContainText('"order_id": "data.id"')
  await editor.showForm()
  await editor.showCode()
  await code.ready()
  await expect(editor.region.getByRole('button', { name: 'This rule' })).toHaveAttribute('aria-pressed', 'true')
  await expect(code.lines).not.toContainText('"version"')
  await editor.region.getByRole('button', { name: 'Whole file' }).click()
  await code.find('"version": 4')
})

test('the code stays where it was while another screen or the form is shown', async ({ designer }) => {
  const { page, editor, code } = designer
  await designer.example('Shop orders')
  await editor.showCode()
  await code.ready()
  await code.find('"Partial refund"')
  const spot = async () => ({
    lines: await editor.region.locator('.line-numbers').allTextContents(),
    at: await editor.region.locator('.line-numbers.active-line-number').textContent(),
  })
  const before = await spot()
  for (const screen of ['Journey', 'Review', 'Cluster'] as const) {
    await designer.show(screen)
    await expect(editor.region).toHaveCount(0)
    await designer.show('Design')
    await code.ready()
    await expect.poll(spot, screen).toEqual(before)
  }
  await editor.showForm()
  await editor.topic.fill('orders.new')
  await editor.showCode()
  await code.ready()
  await expect.poll(spot, 'Form').toEqual(before)
  await designer.rules.rule('refund').click()
  await editor.showForm()
  await editor.showCode()
  await expect(code.lines).toContainText('"refund"')
  await page.keyboard.press('Escape')
})

test('a function in its editor is there again after another screen, at the same place', async ({ designer }) => {
  const { page, editor } = designer
  await designer.example('Shop orders')
  await editor.region.getByRole('button', { name: 'Condition: code editor' }).click()
  const lines = editor.region.locator('.code-field .view-lines')
  await expect(lines).toContainText('(event, context) => true')
  await designer.show('Journey')
  await designer.show('Design')
  await expect(lines).toContainText('(event, context) => true')

  await lines.click()
  await page.keyboard.press('Control+A')
  await page.keyboard.insertText(`() => {\n${'  void 0\n'.repeat(40)}  return true // here\n}`)
  await page.keyboard.press('ArrowUp')
  await expect(lines).toContainText('// here')
  for (const screen of ['Journey', 'Review'] as const) {
    await designer.show(screen)
    await expect(editor.region).toHaveCount(0)
    await designer.show('Design')
    await expect(lines).toContainText('// here')
  }
  // The focus is where it was put last, and comes back where it was with the keyboard.
  await expect(page.getByRole('link', { name: 'Design' })).toBeFocused()
  await page.keyboard.press('Alt+3')
  await page.keyboard.press('Alt+1')
  await expect(editor.region.locator('.code-field .monaco-editor :focus')).toHaveCount(1)
})

test('a hover shows what a sample says as text, whatever Markdown it holds', async ({ designer }) => {
  const { editor, code } = designer
  await designer.example('Shop orders')
  await designer.samples.edit()
  await designer.samples.event
    .getByRole('textbox', { name: 'Sample title' })
    .fill('[Session expired, log in](https://evil.example) ![x](https://evil.example/x.png)')
  const total = '`[x](https://evil.example) <b>bold</b> https://evil.example www.evil.example me@evil.example'
  await designer.samples.type(JSON.stringify({ name: 'order complete', data: { id: 'O-1', total } }))
  await designer.samples.done()
  await editor.showCode()
  await code.ready()
  const hover = await code.hover('revenue', 'data.total')
  await expect(hover).toContainText('[Session expired, log in](https://evil.example)')
  await expect(hover).toContainText('<b>bold</b> https://evil.example www.evil.example me@evil.example')
  await expect(hover.locator('a, img, code, b')).toHaveCount(0)
})
