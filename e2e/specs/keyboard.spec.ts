import { expect, test } from '../fixtures.ts'

// Not a single click: everything below is done with keys, and the focus is never lost on the way.

test('a mapping is made from a blank page with keys alone', async ({ designer }) => {
  const { page, record, editor, fields } = designer
  const { keyboard } = page
  const run = (words: string) => designer.palette.run(words)
  const tabTo = async (name: RegExp) => {
    for (let tries = 0; tries < 120; tries++) {
      const own = await page.evaluate(() => {
        const { activeElement } = document
        const label = activeElement?.getAttribute('aria-label') ?? ''
        const labels = [...((activeElement as HTMLInputElement | null)?.labels ?? [])].map(
          ({ textContent }) => textContent,
        )
        return [label, ...labels, label === '' ? activeElement?.textContent : ''].join(' ').trim()
      })
      if (name.test(own)) return
      await keyboard.press('Tab')
    }
    throw new Error(`Tab never reached ${name}`)
  }

  await tabTo(/^Events/)
  await keyboard.insertText('{"name":"order complete","data":{"id":"A-1","total":20},"user":{"id":"u-1"}}')
  await keyboard.press('Control+Enter')
  await expect(record.state).toHaveText('Full event')

  await run('make a rule')
  await tabTo(/^Topic/)
  await keyboard.type('orders')
  await expect(record.topic).toHaveText('orders')
  await tabTo(/^Key/)
  await keyboard.type('data.i')
  await keyboard.press('ArrowDown')
  await keyboard.press('Enter')
  await expect(record.key).toHaveText('A-1')

  await run('insert data.total')
  await expect(record.key).toHaveText('order_complete')
  await keyboard.press('Control+z')
  await expect(record.key).toHaveText('A-1')

  await tabTo(/^Add field/)
  await keyboard.press('Enter')
  await tabTo(/^Target field field/)
  await keyboard.press('Control+a')
  await keyboard.type('revenue')
  await keyboard.press('Enter')
  await tabTo(/^Source of revenue/)
  await keyboard.type('data.tot')
  await keyboard.press('ArrowDown')
  await keyboard.press('Enter')
  await expect(record.value).toContainText('"revenue": 20')

  // From the field tree into the input that is left by F6.
  for (let tries = 0; tries < 8; tries++) {
    await keyboard.press('F6')
    if (await fields.evaluate((pane) => pane.contains(document.activeElement))) break
  }
  await tabTo(/^name "order/)
  await keyboard.press('End')
  await keyboard.press('Enter')
  await expect(editor.source('revenue')).not.toHaveValue('data.total')
  await keyboard.press('Control+z')
  await expect(editor.source('revenue')).toHaveValue('data.total')

  await tabTo(/^Details of revenue/)
  await keyboard.press('Enter')
  await tabTo(/^Else of revenue/)
  await keyboard.type('0')
  await keyboard.press('Escape')
  await tabTo(/^Else of revenue/)
  await keyboard.type('0')
  await keyboard.press('Enter')
  await tabTo(/^Close details/)
  await keyboard.press('Enter')

  await keyboard.press('Control+Shift+S')
  await expect(record.test).toContainText('Test passes')
  await run('show matrix')
  await tabTo(/^Key/)
  await keyboard.press('Enter')
  await expect(page.getByRole('columnheader', { name: 'Key' })).toHaveAttribute('aria-sort', 'ascending')
  await run('show design')
  await keyboard.press('Control+/')
  await keyboard.press('Escape')
  await run('local history')
  await expect(page.getByRole('dialog', { name: 'Local history' })).toBeVisible()
  await keyboard.press('Escape')
  await run('delete the rule')
  await expect(record.state).toHaveText('Full event')
  await keyboard.press('Control+Enter')
  await expect(designer.produce.dialog).toBeVisible()
  await keyboard.press('Escape')
})
