import { expect, test } from '../fixtures.ts'

test('the matrix shows what each sample becomes, sorts, filters, and goes to a sample', async ({ designer }) => {
  const { page, samples, editor } = designer
  await designer.example('Shop orders')
  await designer.problems.getByRole('button', { name: 'Matrix' }).click()
  const matrix = page.getByRole('region', { name: 'Matrix' })
  const table = matrix.getByRole('table', { name: 'Samples and their records' })
  await expect(table.getByRole('row')).toHaveCount(9)
  await expect(table.getByRole('row', { name: 'Partial refund' })).toContainText('shop.orders')

  await matrix.getByRole('button', { name: 'Size' }).click()
  await expect(table.getByRole('columnheader', { name: 'Size' })).toHaveAttribute('aria-sort', 'ascending')
  const sizes = await table.locator('tbody td:nth-child(7)').allTextContents()
  const numbers = sizes.filter((size) => size !== '').map((size) => Number(size.replace(/\D/g, '')))
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))

  await matrix.getByRole('searchbox', { name: 'Filter samples' }).fill('ignored')
  await expect(matrix).toContainText('1 of 8 samples')
  await table.getByRole('button', { name: 'session start' }).click()
  await expect(samples.region.getByRole('row', { selected: true })).toContainText('session start')

  // An edit is in the matrix with everything else.
  await matrix.getByRole('searchbox', { name: 'Filter samples' }).fill('order complete')
  await designer.rules.rule('complete').click()
  await editor.topic.fill('orders.new')
  await expect(table.getByRole('row', { name: 'Two items' })).toContainText('orders.new')
  await expect(matrix.getByRole('table', { name: 'Records of orders.new by partition' })).toBeVisible()
})
