import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** Looks for what people with disabilities cannot use, and lists that alone. */
export function axeOn(page: Page): AxeBuilder {
  // The other mode puts all it found together in a second page, which takes twice the time. It is for frames of other
  // origins, and the designer has no frames.
  return new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode()
}
