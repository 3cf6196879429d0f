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
})
