import type { Page } from '@playwright/test'

export function samplesPane(page: Page) {
  const region = page.getByRole('region', { name: 'Samples' })
  return {
    region,
    rows: region.getByRole('row'),
    box: region.getByRole('textbox', { name: 'Events' }),
    eventText: region.getByRole('textbox', { name: 'Event as JSON' }),
    select: (name: string) => region.getByRole('row', { name }).click(),
    edit: () => region.getByRole('button', { name: 'Edit event as JSON' }).click(),
    async add(text: string) {
      await region.getByRole('button', { name: 'Add sample' }).click()
      await region.getByRole('textbox', { name: 'Events' }).fill(text)
      await region.getByRole('button', { name: 'Use events' }).click()
    },
  }
}
