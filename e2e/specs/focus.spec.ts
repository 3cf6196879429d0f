import type { Locator } from '@playwright/test'
import { expect, test } from '../fixtures.ts'

// What the palette opens gives the focus back to where the palette was opened; what it removes gives it to the neighbour.

const dialogs = [
  { command: '> Propose a mapping', dialog: 'Propose a mapping' },
  { command: '> Local history', dialog: 'Local history' },
  { command: '> Keyboard shortcuts', dialog: 'Keyboard shortcuts' },
  { command: '> Share a link', dialog: /Share/ },
  { command: '> Edit the event', dialog: /^Edit/ },
  { command: '> Produce…', dialog: 'Produce' },
]

test('a dialog that the palette opened gives the focus back to where the palette was opened', async ({ designer }) => {
  const { page, editor, palette } = designer
  await designer.example('Shop orders')
  for (const { command, dialog } of dialogs) {
    await test.step(command, async () => {
      await editor.key.focus()
      await palette.run(command)
      await expect(page.getByRole('dialog', { name: dialog })).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
      await expect(editor.key).toBeFocused()
    })
  }
})

test('an example opens with the focus on its samples, and the drawer gives it back to them', async ({ designer }) => {
  const { page, produce, samples } = designer
  await designer.example('Shop orders')
  const list = samples.region.getByRole('grid', { name: 'Samples' })
  await expect(list).toBeFocused()
  await page.keyboard.press('Control+Enter')
  await expect(produce.dialog).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(produce.dialog).toBeHidden()
  await expect(list).toBeFocused()
})

test('the neighbour of what the palette removed has the focus', async ({ designer }) => {
  const { page, editor, palette, rules, samples } = designer
  await designer.example('Shop orders')

  await samples.select('Two items')
  await editor.target('revenue').focus()
  await page.keyboard.press('Control+Space')
  await palette.run('> delete the field revenue')
  await expect(editor.target('revenue')).toHaveCount(0)
  const next = editor.region.locator('tr', { has: page.getByLabel('Target field currency', { exact: true }) })
  await expect(next.locator(':focus')).toHaveCount(1)

  await editor.key.focus()
  await palette.run('> delete the sample')
  await expect(samples.region.getByRole('grid', { name: 'Samples' })).toBeFocused()

  await editor.key.focus()
  await palette.run('> delete the rule')
  await expect(rules.tree.locator('[aria-selected="true"]')).toBeFocused()
})

test('the neighbour of the rows that were deleted from outside of the table has the focus, else Add field', async ({
  designer,
}) => {
  const { page, editor, palette, samples } = designer
  await designer.example('Shop orders')
  await samples.select('Two items')
  const remove = async (first: string, count: number) => {
    await editor.target(first).focus()
    await page.keyboard.press('Control+Space')
    for (let more = 1; more < count; more++) await page.keyboard.press('Shift+ArrowDown')
    await editor.key.focus()
    await palette.open()
    await page.keyboard.type(`> delete ${count} fields`)
    await expect(palette.dialog.getByRole('menuitem').first()).toContainText(`Delete ${count} fields`)
    await page.keyboard.press('Enter')
  }
  const isFocused = async (name: string) => {
    const row = editor.region.locator('tr', { has: page.getByLabel(`Target field ${name}`, { exact: true }) })
    await expect(row.locator(':focus')).toHaveCount(1)
  }
  await remove('revenue', 2)
  await isFocused('shipping')
  await expect(editor.target('currency')).toHaveCount(0)

  const names = await editor.region
    .locator('tr[data-place] td:first-child .target:not(.child) input')
    .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value))
  await remove(names.at(-2) ?? '', 2)
  await isFocused(names.at(-3) ?? '')

  await remove(names[0] ?? '', names.length - 2)
  await expect(editor.region.getByRole('button', { name: 'Add field', exact: true })).toBeFocused()
})

test('what a menu opened or removed leaves the focus where the menu was opened', async ({ designer }) => {
  const { page, editor, samples } = designer
  await designer.example('Shop orders')
  const { keyboard } = page
  const esc = async (dialog: string) => {
    await expect(page.getByRole('dialog', { name: dialog })).toBeVisible()
    await keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
  await designer.chooseExport('Local history')
  await esc('Local history')
  await expect(page.getByRole('button', { name: 'Export' })).toBeFocused()

  const grid = samples.region.getByRole('grid', { name: 'Samples' })
  await grid.focus()
  await keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Edit the event' }).press('Enter')
  await esc('Edit the event')
  await expect(grid).toBeFocused()

  await samples.select('Two items')
  await editor.target('revenue').focus()
  await keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: /^Delete/ }).press('Enter')
  await expect(editor.target('revenue')).toHaveCount(0)
  const next = editor.region.locator('tr', { has: page.getByLabel('Target field currency', { exact: true }) })
  await expect(next.locator(':focus')).toHaveCount(1)
})

test('F6 leads to lists and inputs, and to no toolbar', async ({ designer }) => {
  const { page, editor, samples, fields, rules, record, palette, problems } = designer
  await designer.example('Shop orders')
  await editor.key.fill('data.total')
  await expect(problems.getByRole('list')).toBeVisible()
  const grid = samples.region.getByRole('grid', { name: 'Samples' })
  await grid.focus()
  const stops = [
    fields.getByRole('row').first(),
    rules.tree.locator('[aria-selected="true"]'),
    editor.region.getByLabel('Condition', { exact: true }),
    record.region.getByRole('tab', { name: 'Value' }),
    problems.getByRole('listitem').first().getByRole('button').first(),
    grid,
  ]
  for (const stop of stops) {
    await page.keyboard.press('F6')
    await expect(stop).toBeFocused()
  }
  await palette.run('> Show Matrix')
  await page.keyboard.press('F6')
  await page.keyboard.press('Shift+F6')
  await expect(page.getByRole('region', { name: 'Table of samples' })).toBeFocused()
})

test('a command of the palette puts the focus on what it made, moved or opened', async ({ designer }) => {
  const { page, editor, palette, rules, samples, record } = designer
  await designer.example('Shop orders')
  const selectedRule = rules.tree.locator('[aria-selected="true"]')
  const rowOf = (name: string) =>
    editor.region.locator('tr', { has: page.getByLabel(`Target field ${name}`, { exact: true }) }).locator(':focus')
  const grid = samples.region.getByRole('grid', { name: 'Samples' })
  const commands: [string, Locator][] = [
    ['> duplicate the rule', selectedRule],
    ['> move the rule up', selectedRule],
    ['> add an alternative', selectedRule],
    ['page.view', selectedRule],
    ['order.complete[0]', selectedRule],
    ['> add a field', editor.target('field')],
    ['> map all fields', editor.target('taxes')],
    ['> duplicate the sample', grid],
    ['> record: why', record.region.getByRole('tab', { name: 'Why' })],
  ]
  for (const [command, focused] of commands) {
    await test.step(command, async () => {
      await editor.key.focus()
      await palette.run(command)
      await expect(focused).toBeFocused()
    })
  }
  await expect(samples.region.getByRole('row', { selected: true })).toContainText('(copy)')

  await editor.target('revenue').focus()
  await page.keyboard.press('Control+Space')
  await editor.key.focus()
  await palette.run('> move the field revenue down')
  await expect(rowOf('revenue')).toHaveCount(1)
  await editor.key.focus()
  await palette.run('> duplicate the field revenue')
  await expect(rowOf('revenue_2')).toHaveCount(1)

  // Of the rows that are moved, the one that has the focus keeps it, in the same input.
  await editor.source('revenue').focus()
  await palette.run('> move the field revenue up')
  await expect(editor.source('revenue')).toBeFocused()
})

test('each screen gets the focus back where it was', async ({ designer }) => {
  const { page, editor, palette, code } = designer
  await designer.example('Shop orders')
  await editor.key.focus()
  await palette.run('> show matrix')
  const search = page.getByRole('searchbox', { name: 'Filter samples' })
  await search.focus()
  await palette.run('> show design')
  await expect(editor.key).toBeFocused()
  await palette.run('> show matrix')
  await expect(search).toBeFocused()
  await page.keyboard.press('Alt+1')
  await expect(editor.key).toBeFocused()
  await page.keyboard.press('Alt+3')
  await expect(search).toBeFocused()
  await palette.run('> show consent')
  await expect(page.getByRole('button', { name: 'Consent', exact: true })).toBeFocused()

  // Left with the mouse, and with the code editor, which is made again.
  await designer.show('Design')
  await palette.run('> show the code')
  await code.ready()
  const inCode = editor.region.locator('.monaco-editor :focus')
  await expect(inCode).toHaveCount(1)
  await designer.show('Review')
  await palette.run('> show design')
  await expect(inCode).toHaveCount(1)
})

test('what a command does to a sample out of view leaves the focus in view, and takes it nowhere later', async ({
  designer,
}) => {
  const { page, editor, palette, samples } = designer
  await designer.example('Shop orders')
  await designer.show('Review')
  const search = page.getByRole('searchbox', { name: 'Filter samples' })
  await search.focus()
  await palette.run('> duplicate the sample')
  await expect(search).toBeFocused()
  const design = page.getByRole('link', { name: 'Design' })
  await design.click()
  await expect(samples.region.getByRole('row', { selected: true })).toContainText('(copy)')
  await expect(design).toBeFocused()

  await page.setViewportSize({ width: 390, height: 844 })
  const panes = page.getByRole('navigation', { name: 'Panes' })
  await panes.getByRole('button', { name: 'Rules' }).click()
  await editor.key.focus()
  await palette.run('> delete the sample')
  await expect(editor.key).toBeFocused()
  await panes.getByRole('button', { name: 'Samples' }).click()
  await expect(samples.region.getByRole('grid', { name: 'Samples' })).toBeVisible()
  await expect(panes.getByRole('button', { name: 'Samples' })).toBeFocused()
})
