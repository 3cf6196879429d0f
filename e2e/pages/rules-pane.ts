import type { Page } from '@playwright/test'

export function rulesPane(page: Page) {
  const region = page.getByRole('region', { name: 'Rules' })
  return {
    region,
    tree: region.getByRole('treegrid', { name: 'Rules' }),
    rule: (name: string) => region.getByRole('row', { name, exact: false }),
    destination: () => region.getByRole('row', { name: 'Destination' }).click(),
    /** Entity and action are filled in from the selected sample. */
    async add(entity?: string, action?: string) {
      await region.getByRole('button', { name: 'Add rule' }).click()
      if (entity !== undefined) await region.getByRole('textbox', { name: 'New entity' }).fill(entity)
      if (action !== undefined) await region.getByRole('textbox', { name: 'New action' }).fill(action)
      await region.getByRole('button', { name: 'Create rule' }).click()
    },
  }
}
