import type { Page } from '@playwright/test'

export interface ShownRecord {
  topic: string
  partition: string
  key: string
  value: string
  headers: [string, string][]
  timestamp: string
}

export function recordPane(page: Page) {
  const region = page.getByRole('region', { name: 'Record' })
  const fact = (name: string) =>
    region
      .getByRole('term')
      .filter({ hasText: new RegExp(`^${name}`) })
      .locator('xpath=following-sibling::dd[1]')
  const open = (tab: 'Value' | 'Key' | 'Headers' | 'Why') => region.getByRole('tab', { name: tab }).click()
  const raw = () => region.getByRole('button', { name: 'Raw' }).click()
  return {
    region,
    topic: fact('Topic'),
    key: fact('Key'),
    partition: fact('Partition'),
    state: region.getByTestId('record-state'),
    value: region.getByRole('group', { name: 'Value', exact: true }),
    produced: region.getByTestId('produced'),
    test: region.getByTestId('test'),
    /** The record on screen is the one of the selected sample. */
    settled: () => region.getByText('updating', { exact: true }).waitFor({ state: 'detached' }),
    open,
    raw,
    /** Everything the pane shows of the record, as text. */
    async read(): Promise<ShownRecord> {
      await open('Headers')
      const rows = await region.getByRole('table', { name: 'Headers' }).locator('tbody tr').all()
      const headers = await Promise.all(
        rows.map(async (row): Promise<[string, string]> => {
          const [name, text] = await row.locator('td code').allTextContents()
          return [name ?? '', text ?? '']
        }),
      )
      await open('Value')
      await raw()
      return {
        topic: (await fact('Topic').textContent()) ?? '',
        partition: (await fact('Partition').textContent()) ?? '',
        key: (await fact('Key').textContent()) ?? '',
        value: (await region.getByRole('group', { name: 'Value', exact: true }).textContent()) ?? '',
        timestamp: (await region.getByTestId('timestamp').textContent()) ?? '',
        headers,
      }
    },
  }
}
