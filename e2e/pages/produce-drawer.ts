import type { Page } from '@playwright/test'

export function produceDrawer(page: Page) {
  const dialog = page.getByRole('dialog', { name: 'Produce' })
  return {
    dialog,
    status: dialog.getByRole('status'),
    planned: dialog.getByRole('table', { name: 'Records to send' }),
    results: dialog.getByRole('table', { name: 'Results' }),
    open: () =>
      page
        .getByRole('banner')
        .getByRole('button', { name: /^Produce/ })
        .click(),
    produce: () => dialog.getByRole('button', { name: /^Produce/ }).click(),
    create: () => dialog.getByRole('button', { name: 'Create and produce' }).click(),
    all: () => dialog.getByRole('button', { name: /^All/ }).click(),
    close: () => dialog.getByRole('button', { name: 'Close' }).click(),
  }
}
