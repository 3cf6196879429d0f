import { expect, type Page } from '@playwright/test'

export function samplesPane(page: Page) {
  const event = page.getByRole('dialog', { name: 'Edit the event' })
  const region = page.getByRole('region', { name: 'Samples' })
  return {
    region,
    rows: region.getByRole('row'),
    box: region.getByRole('textbox', { name: 'Events' }),
    event,
    eventText: event.locator('.view-lines'),
    select: (name: string) => region.getByRole('row', { name }).click(),
    async edit() {
      await region.getByRole('button', { name: 'Edit event as JSON' }).click()
      await expect(event.getByRole('textbox', { name: 'Event as JSON' })).toBeFocused()
    },
    /** Replaces the text of the event that is being edited, by keys. */
    async type(text: string) {
      await event.getByRole('textbox', { name: 'Event as JSON' }).focus()
      await page.keyboard.press('Control+a')
      await page.keyboard.insertText(text)
    },
    done: () => event.getByRole('button', { name: 'Done' }).click(),
    async add(text: string) {
      await region.getByRole('button', { name: 'Add sample' }).click()
      await region.getByRole('textbox', { name: 'Events' }).fill(text)
      await region.getByRole('button', { name: 'Use events' }).click()
    },
  }
}
