import type { Page } from '@playwright/test'

export function editorPane(page: Page) {
  const region = page.getByRole('region', { name: 'Editor' })
  return {
    region,
    topic: region.getByLabel('Topic', { exact: true }),
    key: region.getByRole('combobox', { name: 'Key', exact: true }),
    name: region.getByLabel('Name', { exact: true }),
    source: (field: string) => region.getByLabel(`Source of ${field}`, { exact: true }),
    sourceKind: (field: string) => region.getByLabel(`Source kind of ${field}`, { exact: true }),
    target: (field: string) => region.getByLabel(`Target field ${field}`, { exact: true }),
    addField: () => region.getByRole('button', { name: 'Add field', exact: true }).click(),
    showForm: () => region.getByRole('tab', { name: 'Form' }).click(),
    showCode: () => region.getByRole('tab', { name: 'Code' }).click(),
  }
}
