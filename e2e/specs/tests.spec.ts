import { expect, test } from '../fixtures.ts'

const event = JSON.stringify({ name: 'order complete', data: { id: 'O-1', total: 12 }, consent: { analytics: true } })

test('a preview becomes a test, which notices a change of its rule and can be made to expect it', async ({
  designer,
}) => {
  const { editor, record, rules, page } = designer
  await designer.paste(event)
  await rules.add()
  await editor.addField()
  await editor.target('field').fill('revenue')
  await editor.target('field').press('Enter')
  await editor.source('revenue').fill('data.total')
  await expect(record.value).toContainText('12')
  await page.getByRole('button', { name: 'Save as test' }).click()
  await expect(record.test).toHaveText('Test passes: the record is what orderComplete expects.')
  await expect(page.getByTestId('tests')).toHaveText('1 test passes')

  await editor.source('revenue').fill('data.id')
  await expect(record.test).toContainText('Test fails: 1 field of the record is not as expected.')
  await expect(record.test.getByRole('row', { name: 'value.revenue 12 O-1' })).toBeVisible()
  await expect(page.getByTestId('tests')).toHaveText('1 of 1 test fails')
  await page.getByRole('button', { name: 'Accept new output' }).click()
  await expect(record.test).toContainText('Test passes')
  await designer.undo()
  await expect(record.test).toContainText('Test fails')
  await record.test.getByRole('button', { name: 'Rename the test orderComplete' }).click()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('paidOrder')
  await page.keyboard.press('Enter')
  await record.test.getByRole('button', { name: 'Delete the test paidOrder' }).click()
  await expect(page.getByRole('button', { name: 'Save as test' })).toBeEnabled()
  await expect(record.region.locator(':focus')).toHaveCount(1)
})

test('a test keeps its event: ids and time are pinned, and another event is said to be another', async ({
  designer,
}) => {
  const { samples, record, page } = designer
  await designer.paste(event)
  await expect(page.getByRole('button', { name: 'Save as test' })).toBeEnabled()
  await page.keyboard.press('Control+Shift+S')
  await expect(record.test).toContainText('Test passes')
  await samples.edit()
  await expect(samples.eventText).toContainText(/"id":\s"[0-9a-f]{16}",\s+"timestamp":\s\d{13},\s+"source"/)
  await samples.type(event.replace('O-1', 'O-2'))
  await samples.done()
  await expect(record.test).toContainText('The event is no longer the one of the test orderComplete.')
  await page.getByRole('button', { name: 'Restore the event' }).click()
  await expect(record.test).toContainText('Test passes')
})

test('the examples of a flow file are its tests, and saving with failing ones says so', async ({ designer }) => {
  const { editor, page, samples } = designer
  await designer.example('Shop orders')
  await expect(page.getByTestId('tests')).toHaveText('8 tests pass')
  await expect(samples.rows.first()).toContainText('test passes')
  await editor.key.fill('data.currency')
  await expect(page.getByTestId('tests')).toHaveText('3 of 8 tests fail')
  const download = page.waitForEvent('download')
  await page.keyboard.press('Control+s')
  await download
  await expect(page.getByRole('status').filter({ hasText: '3 of 8 tests fail.' })).toBeVisible()
})

test('a push that fails cannot become a test', async ({ designer }) => {
  await designer.paste('{"name": "order"}')
  await expect(designer.page.getByRole('button', { name: 'Save as test' })).toBeDisabled()
})
