import { violationsOn } from '../accessibility.ts'
import { expect, test } from '../fixtures.ts'

test('the tour is taken with keys alone, and leaves the page as it is', async ({ designer }, info) => {
  const { page } = designer
  const tour = page.getByRole('region', { name: 'Tour' })
  await page.getByRole('button', { name: 'Take the tour' }).focus()
  await page.keyboard.press('Enter')
  for (const title of ['Samples', 'Rules', 'Mapping', 'Record', 'Why', 'Problems']) {
    await expect(tour.getByRole('heading')).toHaveText(title)
    await expect(tour.getByRole('button', { name: 'Next' })).toBeFocused()
    await page.screenshot({ path: info.outputPath(`${title}.png`) })
    if (title === 'Why') await expect(page.getByText('Rule found')).toBeVisible()
    await page.keyboard.press('Enter')
  }
  expect(await violationsOn(page)).toEqual([])
  await page.keyboard.press('Enter')
  await expect(tour).toHaveCount(0)
  await expect(page.getByRole('region', { name: 'Samples' }).locator(':focus')).toHaveCount(1)

  await designer.palette.run('Take the tour')
  await expect(tour.getByRole('heading')).toHaveText('Samples')
  await page.keyboard.press('Escape')
  await expect(tour).toHaveCount(0)

  await page.setViewportSize({ width: 390, height: 844 })
  await designer.palette.run('Take the tour')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Rules' })).toBeVisible()
  await page.screenshot({ path: info.outputPath('phone.png') })
})
