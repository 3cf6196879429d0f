import type { Locator } from '@playwright/test'
import { expect, test } from '../fixtures.ts'

const call = {
  type: 'track',
  event: 'Order Completed',
  userId: 'u-1',
  properties: { id: 'O-1', total: 3 },
  context: { ip: '::1' },
}

test('an event of another tracker is named, and taken by an adapter that can be changed', async ({ designer }) => {
  const { page, record } = designer
  const start = page.getByRole('textbox', { name: 'Events' })
  await start.fill(JSON.stringify(call))
  await page.getByRole('button', { name: 'Use events' }).click()
  const offer = page.getByRole('region', { name: 'Events of other trackers' })
  await expect(offer).toContainText('1 value is a Segment event, and became order complete. Left out: context.ip.')

  await offer.getByText('Adapter', { exact: true }).click()
  const adapter = offer.getByRole('textbox', { name: 'Adapter of a Segment event' })
  await adapter.fill('{"map": ')
  await expect(offer.getByRole('alert')).toContainText('The adapter is not JSON')
  await adapter.fill(
    JSON.stringify({
      map: { name: { value: 'order paid' }, data: 'properties', custom: { map: { ip: 'context.ip' } } },
    }),
  )
  await expect(offer).toContainText('became order paid. Left out: event, userId.')
  await offer.getByRole('button', { name: 'Add 1 walkerOS event' }).click()
  await expect(record.region).toContainText('order paid')
})

/** Drops a file with this text where events are added. */
async function dropFile(region: Locator, text: string): Promise<void> {
  const dataTransfer = await region.page().evaluateHandle((content) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([content], 'events.json', { type: 'application/json' }))
    return transfer
  }, text)
  await region.getByRole('textbox', { name: 'Events' }).dispatchEvent('drop', { dataTransfer })
}

test('an object with a member like a name offers it, and digits stay', async ({ designer }) => {
  const { page, samples, record } = designer
  await designer.example('Shop orders')
  await samples.add('{"action": "invoicePaid", "id": 820982911946154508}')
  const offer = samples.region.getByRole('region', { name: 'Events of other trackers' })
  await expect(offer).toContainText('an object whose name may be in action, and became invoice paid')
  await offer.getByRole('button', { name: 'Add 1 walkerOS event' }).click()
  await expect(page.getByText('820982911946154508').first()).toBeVisible()

  // A file that is dropped is taken at once, and what its events are is said.
  await samples.region.getByRole('button', { name: 'Add sample' }).click()
  await dropFile(samples.region, JSON.stringify({ ...call, event: 'Order Refunded' }))
  await expect(page.getByRole('contentinfo')).toContainText('1 event added')
  await expect(page.getByRole('contentinfo')).toContainText('1 value is a Segment event, and became order refund.')
  await expect(record.value).toContainText('refunded')

  // One that was taken as it is has its fix beside its problem.
  await samples.add('{"event": "page read", "data": {"id": "1"}}')
  await offer.getByRole('button', { name: 'Add as pasted' }).click()
  await page.getByRole('button', { name: 'Make it an event of walkerOS' }).click()
  await expect(record.region).toContainText('page.read')
})

test('a field that no path reaches says so, and is mapped by a function', async ({ designer }) => {
  const { page, samples, record } = designer
  await designer.example('Shop orders')
  await samples.add('{"name": "order complete", "data": {"id": "O-1", "gtm.uniqueEventId": "12"}}')
  const field = page.getByRole('row', { name: /^data.gtm.uniqueEventId/ })
  await expect(field).toContainText('no path')
  await field.click()
  await expect(record.value).toContainText('"12"')
})
