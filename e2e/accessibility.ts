import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** A theme changes colours alone, so what the light theme passes is not looked at again. */
const rulesOfDark = ['color-contrast', 'link-in-text-block']

/** What people with disabilities cannot use within a part of the page, and where. */
export async function violationsOn(page: Page, within = 'html', theme: 'light' | 'dark' = 'light') {
  // A page keeps the checker that it has: it is warm, and loading it takes as long as looking.
  const hasAxe = await page.evaluate(() => 'axe' in globalThis)
  // The other mode puts all it found together in a second page, which takes twice the time. It is for frames of other
  // origins, and the designer has no frames.
  const axe = new AxeBuilder({ page, ...(hasAxe && { axeSource: 'void 0' }) })
    .options({ resultTypes: ['violations'] })
    .setLegacyMode()
    .include(within)
  const { violations } = await (theme === 'dark' ? axe.withRules(rulesOfDark) : axe).analyze()
  return violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ target }) => target.join(' ')) }))
}
