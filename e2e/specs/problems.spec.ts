import { expect, test } from '../fixtures.ts'

test('one cause is one row, however many events fall back in their own way, and the others are a click away', async ({
  designer,
}) => {
  const { problems } = designer
  await designer.importFlow(
    JSON.stringify({ settings: { kafka: { brokers: ['b:9092'], topic: 't', key: 'data.total' } } }),
  )
  const names = ['order complete', 'order refund', 'page view']
  await designer.samples.add(JSON.stringify(names.map((name) => ({ name, data: { total: 5 } }))))
  const rows = problems.getByRole('listitem').filter({ hasText: 'Key path data.total gives the number 5' })
  await expect(rows).toHaveCount(1)
  await expect(rows).toContainText('falls back to order_complete')
  const more = rows.getByRole('button', { name: '2 more like it' })
  await more.press('Enter')
  await expect(rows).toHaveText([/to order_complete/, /to order_refund/, /to page_view/])
  await problems.getByRole('button', { name: 'This sample' }).click()
  await designer.samples.select('page view')
  await expect(rows).toHaveText([/to page_view/])
  await designer.page.setViewportSize({ width: 390, height: 844 })
  await designer.page
    .getByRole('navigation')
    .getByRole('button', { name: /Problems/ })
    .click()
  await problems.getByRole('button', { name: 'All samples' }).click()
  for (const name of [/^Fix all 3/, /^Convert to text/])
    await expect(rows.getByRole('button', { name }).first()).toBeInViewport({ ratio: 1 })
})
