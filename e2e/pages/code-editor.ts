import { expect, type Page } from '@playwright/test'

/** The one place that knows how to read and write Monaco. */
export function codeEditor(page: Page) {
  const region = page.getByRole('region', { name: 'Editor' })
  const lines = region.locator('.view-lines')
  return {
    lines,
    ready: () => lines.waitFor(),
    /** The hover over a text of the line that holds another one. */
    async hover(line: string, text: string) {
      const hover = page.locator('.monaco-hover', { hasText: line })
      // While the editor still scrolls to its rule, the text leaves a pointer that stands still.
      await expect(async () => {
        await page.mouse.move(0, 0)
        await region
          .locator('.view-line')
          .filter({ hasText: `"${line}"` })
          .getByText(`"${text}"`)
          .hover()
        await expect(hover).toBeVisible({ timeout: 3_000 })
      }).toPass()
      return hover
    },
    /** Finds a text in the whole file, wherever the editor is scrolled to. */
    async find(text: string) {
      await lines.click()
      await page.keyboard.press('Control+f')
      const search = region.getByRole('textbox', { name: 'Find' })
      await search.fill(text)
      await region.getByText(/^(\?|\d+) of \d+$/).waitFor()
      await search.press('Escape')
    },
    /** Replaces the first occurrence of a text by typing, with Monaco's own search. */
    async replace(from: string, to: string) {
      await lines.click()
      await page.keyboard.press('Control+Home')
      await page.keyboard.press('Control+f')
      const search = region.getByRole('textbox', { name: 'Find' })
      await search.fill(from)
      await region.getByText(/^1 of \d+$/).waitFor()
      await search.press('Escape')
      // Over a selection, a quote would be typed around it.
      await page.keyboard.press('Delete')
      if (to !== '') await page.keyboard.insertText(to)
    },
  }
}
