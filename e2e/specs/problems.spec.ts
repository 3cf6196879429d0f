import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
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

test('Problems that a flow opened close with another flow that has none', async ({ designer }) => {
  const { page, problems, editor } = designer
  const withKey = (key: string) =>
    JSON.stringify(
      aFlow(
        aConfig({ mapping: { order: { complete: { data: { map: { id: 'data.id' } } } } } }, { topic: 'shop', key }),
      ),
    )
  await designer.importFlow(withKey('data.total'))
  const event = '{"name":"order complete","data":{"id":"A","total":5}}'
  await designer.samples.add(event)
  await expect(problems.getByRole('listitem').first()).toBeVisible()
  const button = page.getByRole('contentinfo').getByRole('button', { name: 'No problems' })
  // What is solved here keeps the pane, so that nothing moves below the pointer.
  await editor.key.fill('data.id')
  await expect(button).toBeVisible()
  await expect(problems).toBeVisible()

  await designer.chooseExport('New flow')
  await designer.importFlow(withKey('data.id'))
  await designer.samples.add(event)
  await expect(button).toHaveAttribute('aria-expanded', 'false')
  await expect(problems).toHaveCount(0)

  // Who opens them keeps them.
  await button.click()
  await designer.chooseExport('New flow')
  await designer.importFlow(withKey('data.id'))
  await expect(problems).toBeVisible()
})
