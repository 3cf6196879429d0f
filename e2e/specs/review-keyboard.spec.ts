import type { Locator } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { keysOf } from '../keys.ts'

// What is reviewed, with keys alone: not a single click.

const event = {
  name: 'order complete',
  data: { id: 'O-1', total: 12.5 },
  user: { id: 'u-1' },
  consent: { marketing: true },
}

test('a record is proposed, promised, held against consent and compared with keys alone', async ({ designer }) => {
  const { page, palette } = designer
  const { keyboard } = page
  const { tabTo } = keysOf(designer)
  const copied = () => page.evaluate(() => navigator.clipboard.readText())
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('textbox', { name: 'Events' }).focus()
  await keyboard.insertText(JSON.stringify(event))
  await keyboard.press('Control+Enter')
  await expect(designer.record.state).toHaveText('Full event')

  await test.step('a proposal is left and taken', async () => {
    const dialog = page.getByRole('dialog', { name: 'Propose a mapping' })
    const propose = () => palette.run('> propose a mapping')
    await tabTo(/^Add field/)
    await propose()
    await expect(dialog.getByLabel('Wanted value 1')).toBeFocused()
    await keyboard.insertText('{"transaction_id": "O-1", "customer": "u-1"}')
    await expect(dialog.getByRole('button', { name: 'Take 1 field', exact: true })).toBeVisible()
    await keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await propose()
    await tabTo(/^Take customer/)
    await keyboard.press('Space')
    await tabTo(/^Take 2 fields/)
    await keyboard.press('Enter')
    await expect(designer.record.value).toContainText('"transaction_id": "O-1"')
  })

  await test.step('the contract is copied and downloaded', async () => {
    await palette.run('Show Contract')
    await expect(page.getByRole('button', { name: 'Contract', exact: true })).toBeFocused()
    await tabTo(/^TypeScript/)
    await keyboard.press('Space')
    await tabTo(/^Download TypeScript/)
    const [file] = await Promise.all([page.waitForEvent('download'), keyboard.press('Enter')])
    expect(file.suggestedFilename()).toMatch(/\.ts$/)
    await tabTo(/^Copy/)
    await keyboard.press('Enter')
    await expect.poll(copied).toContain('transaction_id')
    await palette.run('Contract as AsyncAPI')
    await expect(page.getByRole('button', { name: 'AsyncAPI', exact: true })).toHaveAttribute('aria-pressed', 'true')
    await palette.run('Copy the contract')
    await expect.poll(copied).toContain('asyncapi')
    await palette.run('Show Design')
    const [other] = await Promise.all([page.waitForEvent('download'), palette.run('Download the contract')])
    expect(other.suggestedFilename()).toMatch(/\.asyncapi\.json$/)
  })

  await test.step('a cell of consent says why, and is left', async () => {
    await palette.run('Show Consent')
    const cell = (field: string) =>
      page
        .getByRole('row', { name: new RegExp(`^${field} `) })
        .getByRole('cell')
        .first()
        .getByRole('button')
    await expect(cell('customer')).toBeVisible()
    await tabTo(/^key is personal/)
    await keyboard.press('ArrowRight')
    await expect(cell('key')).toBeFocused()
    for (let tries = 0; tries < 9 && !(await isFocused(cell('customer'))); tries++) await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    const why = page.getByRole('region', { name: 'Why customer' })
    await expect(why).toContainText('It is the value of user.id.')
    await keyboard.press('Escape')
    await expect(why).toBeHidden()
    await expect(cell('customer')).toBeFocused()
    // The whole table is one stop of Tab, and the last cell is where it returns to.
    await keyboard.press('Tab')
    await expect(page.getByRole('region', { name: 'Fields by consent' }).locator(':focus')).toHaveCount(0)
    await keyboard.press('Shift+Tab')
    await expect(cell('customer')).toBeFocused()
    await keyboard.press('Enter')
    await keyboard.press('F6')
    await expect(why.getByRole('button', { name: 'Close why' })).toBeFocused()
    await keyboard.press('Enter')
    await expect(why).toBeHidden()
    await expect(cell('customer')).toBeFocused()
  })

  await test.step('the draft is compared with what was saved, up to an example', async () => {
    await palette.run('Download flow.json')
    await palette.run('Show Design')
    await palette.run('> add a field')
    await keyboard.type('total')
    await keyboard.press('Enter')
    await keyboard.type('data.total')
    await expect(designer.record.value).toContainText('"total": 12.5')
    await palette.run('Compare the draft with the saved flow')
    const changes = page.getByRole('table', { name: 'Changes of the records' })
    await expect(changes).toBeVisible()
    await tabTo(/^By change/)
    await tabTo(/^[+−~]/)
    await keyboard.press('Enter')
    await keyboard.press('F6')
    const example = page.getByRole('region', { name: 'Example of the change' })
    await expect(example).toContainText('example 1 of 1')
    await expect(example.getByRole('button', { name: 'Open rule' })).toBeFocused()
    await keyboard.press('Enter')
    await expect(designer.editor.source('total')).toBeVisible()
  })
})

const isFocused = (of: Locator) => of.evaluate((element) => element === document.activeElement)
