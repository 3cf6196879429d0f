import { violationsOn } from '../accessibility.ts'
import { type Designer, expect, test } from '../fixtures.ts'

const events = [
  { name: 'order complete', data: { id: 'O-1', total: 12.5, ref: 'O-1' }, user: { id: 'u-1' } },
  { name: 'order complete', data: { id: 'O-2', total: 99, ref: 'X' }, user: { id: 'u-2' } },
]
const wanted = events.map(({ data }, index) => ({
  transaction_id: data.id,
  cents: data.total * 100,
  customer: { id: `u-${index + 1}` },
  tier: index === 0 ? 'gold' : 'silver',
}))

const dialogOf = ({ page }: Designer) => page.getByRole('dialog', { name: 'Propose a mapping' })

for (const width of [1440, 390]) {
  test(`the mapping of a record that is wanted is proposed and taken in one step at ${width} px`, async ({
    designer,
  }, info) => {
    const { page, record } = designer
    await page.setViewportSize({ width, height: 844 })
    if (width === 390) await page.emulateMedia({ colorScheme: 'dark' })
    const dialog = dialogOf(designer)
    await page.getByRole('button', { name: 'From a record that I want…' }).click()
    await dialog.getByRole('textbox', { name: 'Events' }).fill(events.map((event) => JSON.stringify(event)).join('\n'))
    await dialog.getByRole('button', { name: 'Use events' }).click()
    await expect(dialog).toContainText('No network and no model is used.')
    const value = (pair: number) => dialog.getByLabel(`Wanted value ${pair}`)
    await expect(value(1)).toBeFocused()
    await page.keyboard.type('{"transaction_id":')
    await expect(dialog.getByRole('alert')).toContainText('is no JSON')

    await value(1).fill(JSON.stringify(wanted[0], null, 2))
    const row = (name: string) =>
      dialog.getByRole('row').filter({ has: page.getByRole('checkbox', { name: `Take ${name}` }) })
    await expect(dialog.getByRole('button', { name: /^Take/ })).toHaveText('Take 2 fields')
    await expect(row('cents')).toContainText('doubtful')
    await expect(row('cents')).toContainText('1250as wanted')
    await row('transaction_id').getByRole('button', { name: '2 sources for transaction_id' }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowDown')
    await expect(dialog.getByRole('radio', { name: /^data\.ref/ })).toBeChecked()
    await expect(row('transaction_id')).toContainText('doubtful')
    await page.keyboard.press('ArrowUp')
    const made = dialog.getByRole('region', { name: 'Record with this mapping' })
    await expect(made).toContainText('2 of 4 as wanted.')
    await expect(made.getByRole('group', { name: 'Value with this mapping' })).toContainText('removed:   "cents": 1250')
    await expect(dialog).toContainText('1 field is not found: tier.')

    await page.keyboard.press('Escape')
    await designer.palette.run('> propose a mapping')
    await expect(value(1)).toHaveValue(JSON.stringify(wanted[0], null, 2))
    await dialog.getByRole('button', { name: 'Add a pair' }).click()
    await value(2).fill(JSON.stringify(wanted[1], null, 2))
    await expect(row('cents')).toContainText('likely')
    await expect(row('transaction_id')).toContainText('what comes where it is missing is not shown')
    await expect(made).toContainText('Pair 1: 3 of 4 as wanted. Pair 2: 3 of 4 as wanted.')
    await row('tier').getByRole('checkbox').check()
    await expect(made).toContainText('Pair 1: 4 of 4 as wanted. Pair 2: 3 of 4 as wanted.')
    await page.screenshot({ path: info.outputPath(`propose-${width}.png`) })
    expect(await violationsOn(page, '[role="dialog"]')).toEqual([])
    await dialog.getByRole('button', { name: 'Take 4 fields' }).click()

    await expect(dialog).toBeHidden()
    const shown = { ...wanted[0], tier: 'gold' }
    if (width === 390)
      await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: 'Record' }).click()
    await record.raw()
    await expect(record.value).toHaveText(JSON.stringify(shown))
    await page.keyboard.press('Control+z')
    await expect(record.state).toHaveText('Full event')
  })
}
