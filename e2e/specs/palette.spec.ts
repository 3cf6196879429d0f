import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
import { expect, test } from '../fixtures.ts'

test('the palette finds samples, rules and fields, and runs any command', async ({ designer }) => {
  const { page, samples, editor, record } = designer
  await designer.example('Shop orders')
  const palette = designer.palette.dialog
  const run = (words: string) => designer.palette.run(words)
  await run('partial refund')
  await expect(samples.region.getByRole('row', { selected: true })).toContainText('Partial refund')
  await run('page.view')
  await expect(editor.region.getByRole('heading', { level: 3 })).toContainText('page')
  await run('> theme dark')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await run('record: why')
  await expect(record.region.getByRole('tab', { name: 'Why' })).toHaveAttribute('aria-selected', 'true')
  await run('show matrix')
  await expect(page.getByRole('region', { name: 'All samples' })).toBeVisible()
  // A list that chose nothing by itself, as after a paste or a step back, runs its first result.
  await designer.palette.open()
  await page.keyboard.type('show designs')
  await expect(palette).toContainText('No results.')
  await page.keyboard.press('Backspace')
  await expect(palette.getByRole('menuitem')).toHaveText([/Show Design/])
  await page.keyboard.press('Enter')
  await expect(editor.region).toBeVisible()
  await run('show matrix')
  await designer.palette.open()
  await expect(palette.getByRole('menuitem').first()).toHaveText(/Show Matrix/i)
  await page.keyboard.type('nothing at all')
  await expect(palette).toContainText('No results.')
})

test('the palette is on the page before all that is behind it becomes inert', async ({ designer }) => {
  const { page, palette } = designer
  await designer.example('Shop orders')
  // A page that becomes inert is styled again as a whole.
  const isInertAtFirst = await page.evaluateHandle(() => {
    const first = new Promise<boolean>((resolve) => {
      const isShown = new MutationObserver(() => {
        if (document.querySelector('[role="dialog"]') === null) return
        isShown.disconnect()
        resolve(document.querySelector('main')?.closest('[inert]') !== null)
      })
      isShown.observe(document.body, { childList: true })
    })
    return { first }
  })
  await palette.open()
  expect(await isInertAtFirst.evaluate(({ first }) => first)).toBe(false)
  await expect(page.locator('[inert] main')).toBeAttached()
  await page.keyboard.press('Escape')
  await expect(page.locator('[inert]')).toHaveCount(0)
})

test('a field far down in a large event is found, and listed among what was run lately', async ({ designer }) => {
  const { page, palette, rules, editor } = designer
  await designer.importFlow(
    JSON.stringify(aFlow(aConfig({ mapping: { order: { complete: { data: { map: { id: 'data.id' } } } } } }))),
  )
  const items = Array.from({ length: 200 }, (_, index) => ({ sku: index }))
  await designer.samples.add(JSON.stringify({ name: 'order complete', data: { id: 'A', items } }))
  await rules.rule('complete').click()
  await palette.open()
  const fields = palette.dialog.getByRole('group', { name: 'Fields' })
  await expect(fields.getByRole('menuitem')).toHaveCount(30)
  await page.keyboard.press('Escape')
  await palette.run('map data.items.150.sku')
  await expect(editor.target('sku')).toBeVisible()
  await palette.open()
  await expect(palette.dialog.getByRole('group', { name: 'Recent' })).toContainText('data.items.150.sku')
})

test('the sheet of shortcuts opens by key and says what each does', async ({ designer }) => {
  const { page } = designer
  await designer.example('Shop orders')
  await page.keyboard.press('Control+/')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(sheet).toContainText('Save the record as a test')
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
})

test('problems are gone through by key, and those of one kind are mended together', async ({ designer }) => {
  const { page, editor, problems } = designer
  const rule = { consent: { marketing: true }, data: { map: { id: 'data.id' } } }
  await designer.importFlow(
    JSON.stringify(aFlow(aConfig({ mapping: { order: { complete: rule, view: rule } } }, { topic: 'orders' }))),
  )
  await designer.samples.add('{"name":"order complete","data":{"id":"A"}}')
  await page.keyboard.press('F8')
  await expect(editor.region.locator(':focus')).toHaveCount(1)
  await expect(page.getByRole('contentinfo').getByRole('status').first()).not.toBeEmpty()
  const all = problems.getByRole('button', { name: 'Fix all 2' })
  await all.click()
  await expect(all).toBeHidden()
  await designer.undo()
  await expect(all).toBeVisible()
})
