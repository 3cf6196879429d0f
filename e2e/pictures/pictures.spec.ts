import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from '../fixtures.ts'

const images = (name: string) => fileURLToPath(new URL(`../../docs/images/${name}.png`, import.meta.url))

/** The pictures of the README and docs, taken from the real product on a real Kafka: `npx -y pnpm pictures`. */
test.use({ viewport: { width: 1440, height: 860 }, deviceScaleFactor: 1 })

test('pictures', async ({ designer }) => {
  const { page } = designer
  await designer.example('Shop orders')
  await designer.record.region.waitFor()
  await page.getByRole('link', { name: 'Cluster' }).click()
  const needs = page.getByRole('region', { name: 'What the rules need' })
  await needs.getByRole('button', { name: /^Create all/ }).click()
  await expect(needs).toContainText('Every topic is there.')
  await page.getByRole('link', { name: 'Design', exact: true }).click()
  await expect(page.getByText('same as walkerOS')).toBeVisible()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.screenshot({ path: images(`design-${colorScheme}`) })
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.getByRole('tab', { name: 'Why' }).click()
  await page.screenshot({ path: images('why') })
  await page.getByRole('link', { name: 'Review' }).click()
  await expect(page.getByRole('table', { name: 'Samples and their records' })).toBeVisible()
  await page.screenshot({ path: images('matrix') })
  const show = (tab: string) =>
    page.getByRole('group', { name: 'Review' }).getByRole('button', { name: tab, exact: true }).click()
  await show('Consent')
  await page.getByRole('region', { name: 'Consent', exact: true }).getByRole('table').waitFor()
  await page.screenshot({ path: images('consent') })
  await show('Contract')
  await page.getByRole('region', { name: 'Contract', exact: true }).getByRole('note', { name: 'Verdict' }).waitFor()
  await page.screenshot({ path: images('contract') })
  await show('Compare')
  const opened = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Flow file…' }).click()
  const shop = readFileSync(new URL('../../examples/shop/flow.json', import.meta.url), 'utf8')
  const before = shop.replace('"revenue"', '"total"').replace('"key": "data.id"', '"key": "user.session"')
  await (await opened).setFiles({
    name: 'last release.json',
    mimeType: 'application/json',
    buffer: Buffer.from(before),
  })
  const compare = page.getByRole('region', { name: 'Compare', exact: true })
  await expect(compare.getByRole('note', { name: 'Verdict' })).toContainText('Breaking for readers.')
  await page.screenshot({ path: images('compare') })
})

test('picture of a proposal', async ({ designer }) => {
  const { page } = designer
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await designer.paste(
    JSON.stringify({
      name: 'order complete',
      data: { id: 'O-2415', total: 129.9, currency: 'EUR', taxes: 20.74, ref: 'O-2415' },
      user: { email: 'ann@example.org' },
      nested: [{ entity: 'product', data: { id: 'P-1003', name: 'Everyday Ruck Snack' } }],
    }),
  )
  await designer.palette.run('> propose a mapping')
  const dialog = page.getByRole('dialog', { name: 'Propose a mapping' })
  const wanted = {
    transaction_id: 'O-2415',
    value_cents: 12990,
    currency: 'EUR',
    shop: 'DE-01',
    lines: [{ item_id: 'P-1003', item_name: 'Everyday Ruck Snack' }],
  }
  await dialog.getByLabel('Wanted value 1').fill(JSON.stringify(wanted, null, 2))
  await dialog.getByRole('button', { name: 'sources for transaction_id' }).click()
  await expect(dialog.getByText('as wanted', { exact: true })).toHaveCount(5)
  await page.screenshot({ path: images('propose') })
})
