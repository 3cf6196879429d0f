import type { Page } from '@playwright/test'
import { type Designer, expect, test } from '../fixtures.ts'

test.use({ allowedConsole: [/502/] })

const profiles = ['local', 'other'].map((name) => ({
  name,
  environment: 'staging',
  mayProduce: true,
  mayCreateTopics: false,
  topics: ['*'],
  mustConfirm: false,
}))
const refusal = {
  error: { code: 'unreachable', message: 'Nothing answers at `kafka:9092`.', hint: 'Start the broker.' },
}
const records = [1, 0].map((offset) => ({
  topic: 'shop.orders',
  partition: 0,
  offset: String(offset),
  timestamp: '1789378928312',
  key: { text: `O-${offset}` },
  value: { text: '{"total":1}' },
  headers: [],
  size: 20,
}))

/** A bridge with two clusters, of which those in the set do not answer. */
async function open(designer: Designer, page: Page, url: string) {
  const away = new Set<string>()
  await page.route('**/api/session', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ json: { ...(await answer.json()), profiles } })
  })
  await page.route('**/api/profiles/**', (route) => {
    const { pathname } = new URL(route.request().url())
    if (away.has(pathname.split('/')[3] ?? '')) return route.fulfill({ status: 502, json: refusal })
    const isOfRecords = pathname.endsWith('/records')
    return route.fulfill({ json: isOfRecords ? { records } : { topics: [{ name: 'shop.orders', partitions: 1 }] } })
  })
  await page.goto('about:blank')
  await designer.open(url)
  await designer.example('Shop orders')
  return away
}

test('a cluster that answers no more is named as that on each part of the screen', async ({
  page,
  bridge,
  designer,
}) => {
  const away = await open(designer, page, bridge.url)
  const { palette, produce, cluster: chip } = designer
  await palette.run('Show Cluster: Records')
  const cluster = page.getByRole('region', { name: 'Cluster' })
  await expect(cluster.getByRole('status')).toContainText('2 records')
  await expect(chip).toContainText('Connected')
  away.add('local')
  await cluster.getByRole('button', { name: 'Read again' }).click()
  await expect(cluster).toContainText('Nothing answers at kafka:9092. Start the broker.')
  // Nothing was read, which is no topic without records.
  await expect(cluster.getByRole('status')).not.toContainText('0 records')
  await expect(cluster.getByRole('combobox', { name: 'Topic' })).toHaveValue('shop.orders')
  await expect(chip).toContainText('Unreachable')
  await cluster.getByRole('button', { name: 'Topics', exact: true }).click()
  await expect(cluster.getByRole('alert')).toContainText('Nothing answers at kafka:9092.')
  await expect(cluster).not.toContainText('Asking for the topics')
  await page.keyboard.press('Control+Enter')
  await expect(produce.dialog).toContainText('Nothing answers at kafka:9092. Start the broker.')
  const send = produce.dialog.getByRole('button', { name: /^Produce/ })
  const colour = () => send.evaluate((button) => getComputedStyle(button).backgroundColor)
  const still = await colour()
  await send.hover({ force: true })
  expect(await colour()).toBe(still)
  // Another target gets its own request, and shows nothing of this one.
  await produce.dialog.getByLabel('Target profile').selectOption('other')
  await expect(send).toBeEnabled()
  await expect(produce.dialog).not.toContainText('Nothing answers')
})

test('a late answer of one cluster says nothing about another', async ({ page, bridge, designer }) => {
  await open(designer, page, bridge.url)
  let answer: (() => Promise<void>) | undefined
  await page.route('**/api/profiles/other/topics', (route) => {
    answer = () => route.fulfill({ status: 502, json: refusal })
  })
  await designer.produce.open()
  const target = designer.produce.dialog.getByLabel('Target profile')
  await target.selectOption('other')
  await expect.poll(() => answer !== undefined).toBe(true)
  await target.selectOption('local')
  const send = designer.produce.dialog.getByRole('button', { name: /^Produce/ })
  await expect(send).toBeEnabled()
  const answered = page.waitForResponse('**/api/profiles/other/topics')
  await answer?.()
  await (await answered).finished()
  await designer.produce.all()
  await expect(send).toBeEnabled()
  await expect(designer.produce.dialog).not.toContainText('Nothing answers')
})

test('Escape closes the record beside the list, and leaves the focus on its row', async ({
  page,
  bridge,
  designer,
}) => {
  await open(designer, page, bridge.url)
  await designer.palette.run('Show Cluster: Records')
  const cluster = page.getByRole('region', { name: 'Cluster' })
  const row = cluster.getByRole('button', { name: '0@1' })
  await row.click()
  const panel = cluster.getByRole('region', { name: /^Record 0@/ })
  await expect(panel).toBeVisible()
  await page.keyboard.press('ArrowUp')
  await panel.getByRole('button', { name: 'Copy value' }).focus()
  await page.keyboard.press('Escape')
  await expect(panel).toHaveCount(0)
  await expect(cluster.getByRole('button', { name: '0@0' })).toBeFocused()
})
