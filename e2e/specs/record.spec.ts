import { expect, test } from '../fixtures.ts'

test('Diff shows the record against the saved flow, also where functions run', async ({ designer }) => {
  const { editor, record } = designer
  await designer.example('Shop orders')
  await record.region.getByRole('tab', { name: 'Diff' }).click()
  await expect(record.region).toContainText('Equal to what the saved flow sends.')
  await editor.sourceKind('revenue').selectOption('Code')
  await editor.source('revenue').fill('(value) => value.data.total + 1')
  const differences = record.region.getByRole('tabpanel').getByRole('table', { name: 'Differences' })
  await expect(differences.getByRole('row', { name: 'value.revenue' })).toContainText('129.9')
  await expect(differences.getByRole('row', { name: 'value.revenue' })).toContainText('130.9')
  await record.region.getByRole('button', { name: 'Last produced' }).click()
  await expect(record.region).toContainText('Nothing was produced of this sample')
})

test('Why leads to the place of each line in the editor', async ({ designer }) => {
  const { record, editor } = designer
  await designer.example('Shop orders')
  await record.open('Why')
  await record.region.getByRole('button', { name: 'currency' }).click()
  await expect(editor.target('currency')).toBeFocused()
  await record.region.getByRole('button', { name: 'Key', exact: true }).click()
  await expect(editor.key).toBeFocused()
})

test('Why tells of a sample that was analysed with the others before it was selected', async ({ designer }) => {
  const { page, record, samples } = designer
  await designer.example('Shop orders')
  await record.open('Why')
  await expect(page.getByRole('contentinfo')).toContainText('8 tests pass')
  for (const name of ['Partial refund', 'Ruck Snack in view', 'Free sample']) {
    await samples.select(name)
    await expect(record.region.getByRole('heading', { name: 'Data mapped' })).toBeVisible()
    await expect(record.region).toContainText(/\d set, \d not set/)
  }
})

test('the chosen tab of the record stays with the next sample', async ({ designer }) => {
  const { record, samples } = designer
  await designer.example('Shop orders')
  await record.region.getByRole('tab', { name: 'Wire' }).click()
  await samples.select('Partial refund')
  await expect(record.region.getByRole('tab', { name: 'Wire' })).toHaveAttribute('aria-selected', 'true')
  await samples.select('New visitor')
  await expect(record.region.getByRole('tab', { name: 'Why' })).toHaveAttribute('aria-selected', 'true')
  await samples.select('Partial refund')
  await expect(record.region.getByRole('tab', { name: 'Wire' })).toHaveAttribute('aria-selected', 'true')
})

test('a value that is shown raw stays so past another tab, another sample and an event without a record', async ({
  designer,
}) => {
  const { record, samples } = designer
  await designer.example('Shop orders')
  await record.raw()
  await expect(record.value).toHaveText(/^\{"/)
  await record.open('Headers')
  await record.open('Value')
  await expect(record.value).toHaveText(/^\{"/)
  await samples.select('New visitor')
  await samples.select('Partial refund')
  await expect(record.value).toHaveText(/^\{"/)
})

test('objects and lists of the value are folded by keyboard, and stay folded from sample to sample', async ({
  designer,
}) => {
  const { page, record, samples } = designer
  await designer.example('Shop orders')
  await record.value.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowLeft')
  await expect(record.value).toContainText('"items": […], 2 entries')
  await expect(record.value).not.toContainText('"sku"')
  await samples.select('Guest checkout')
  await expect(record.value).toContainText('"items": […],')
  await designer.palette.run('> unfold all of the value')
  await expect(record.value).toContainText('"sku"')
  await record.region.getByRole('button', { name: 'Fold all', exact: true }).click()
  await expect(record.value).not.toContainText('"sku"')
  await record.region.getByRole('button', { name: 'Fold "items"' }).press('ArrowRight')
  await expect(record.value).toContainText('{…}')
})

test('the record is looked at under another consent, with what that holds back', async ({ designer }) => {
  const { page, record, samples } = designer
  await designer.example('Shop orders')
  const consent = record.region.getByRole('group', { name: 'Consent', exact: true })
  const value = record.region.getByRole('group', { name: 'Value under this consent' })
  await consent.getByRole('button', { name: 'none' }).click()
  await expect(record.region).toContainText('customer_id held back: needs analytics')
  await expect(record.region.getByRole('note')).toContainText('Produce and Save as test use the record as sent.')
  await expect(value.locator('[data-line="removed"]')).toContainText(['customer_id'])
  // One state on: analytics alone.
  await page.keyboard.press(']')
  await expect(record.region.getByRole('status')).toContainText(['The same record as sent.'])
  await expect(consent.getByRole('button', { name: 'none' })).toBeFocused()
  await samples.select('Guest checkout')
  await expect(record.value).toBeVisible()
  await designer.palette.run('Consent of the record: none')
  await record.region.getByRole('button', { name: 'Back to as sent' }).click()
  await expect(record.value).toBeVisible()
  // At 200 % the facts leave no room for it: the pane scrolls as one.
  await page.setViewportSize({ width: 720, height: 450 })
  await record.value.getByText('"skus"').scrollIntoViewIfNeeded()
  await expect(record.value.getByText('"skus"')).toBeInViewport({ ratio: 1 })
})

test('the head of the record is one line, also with what was proved and a button to save a test', async ({
  designer,
}) => {
  const { page, record } = designer
  await designer.paste(JSON.stringify({ name: 'order complete', data: { id: 'O-1' } }))
  await designer.rules.add()
  await designer.editor.topic.fill('orders')
  await expect(page.getByTestId('genuine')).toBeVisible()
  await expect(record.region.getByRole('button', { name: 'Save as test' })).toBeVisible()
  const middles = await record.region
    .locator('.pane-head > *')
    .evaluateAll((parts) =>
      parts.map((part) => part.getBoundingClientRect()).map(({ top, height }) => Math.round(top + height / 2)),
    )
  expect(Math.max(...middles) - Math.min(...middles)).toBeLessThan(6)
})
