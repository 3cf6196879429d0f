import { expect, type Page } from '@playwright/test'

export function commandPalette(page: Page) {
  const dialog = page.getByRole('dialog', { name: 'Command palette' })
  const input = dialog.getByPlaceholder(/^Search samples/)
  return {
    dialog,
    /** Opens it by its keys; it takes what is typed from then on. */
    async open() {
      await page.keyboard.press('Control+k')
      await expect(input).toBeFocused()
    },
    /** Runs the first thing that the words find, with keys alone. */
    async run(words: string) {
      await this.open()
      await page.keyboard.type(words)
      await expect(input).toHaveValue(words)
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await dialog.waitFor({ state: 'detached' })
    },
  }
}
