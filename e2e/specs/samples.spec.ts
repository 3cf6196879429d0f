import { expect, test } from '../fixtures.ts'

const lines = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    JSON.stringify({ name: 'order complete', data: { id: `O-${index}`, total: index } }),
  )

test('ten thousand events of two files are read beside the page, the bad lines named by file', async ({ designer }) => {
  const { page, samples } = designer
  await designer.example('Shop orders')
  await samples.region.getByRole('button', { name: 'Add sample' }).click()
  const all = lines(10_000)
  const file = (name: string, text: string) => ({ name, mimeType: 'application/json', buffer: Buffer.from(text) })
  await page
    .getByTestId('event-files')
    .setInputFiles([
      file('a.jsonl', all.slice(0, 6_000).join('\n')),
      file('b.jsonl', [...all.slice(6_000), 'not json'].join('\n')),
    ])
  await expect(samples.region.getByRole('alert')).toContainText('b.jsonl: Line 4001')
  await expect(page.getByRole('contentinfo')).toContainText('10,000 events added, 1 line could not be read.')
  await expect(samples.region.getByRole('grid', { name: 'Samples' })).toHaveAttribute('aria-rowcount', '10008')
  // Only what is in view is there.
  expect(await samples.rows.count()).toBeLessThan(60)
  await samples.region.getByRole('grid').focus()
  await page.keyboard.press('End')
  await expect(samples.region.getByRole('row', { selected: true })).toContainText('O-9999')
  await samples.region.getByRole('button', { name: 'Filter samples' }).click()
  await samples.region.getByRole('searchbox').fill('"O-77"')
  await expect(samples.region.getByRole('grid', { name: 'Samples' })).toHaveAttribute('aria-rowcount', '1')
})

test('reading is cancelled, and too much is refused with a way out', async ({ designer }) => {
  const { page, samples } = designer
  const isAsked = Promise.withResolvers<void>()
  const mayRead = Promise.withResolvers<void>()
  // Reading does not begin before it was cancelled.
  await page.route('**/read-events-worker-*.js', async (route) => {
    isAsked.resolve()
    await mayRead.promise
    await route.continue().catch(() => {})
  })
  await designer.example('Shop orders')
  const read = async () => {
    await samples.region.getByRole('button', { name: 'Add sample' }).click()
    await page.getByTestId('event-files').setInputFiles({
      name: 'big.jsonl',
      mimeType: 'text/plain',
      buffer: Buffer.from(lines(10_060).join('\n')),
    })
  }
  await read()
  await isAsked.promise
  await samples.region.getByRole('button', { name: 'Cancel' }).first().click()
  await expect(page.getByRole('contentinfo')).toContainText('Cancelled: no events were added.')
  await expect(samples.region.getByRole('grid', { name: 'Samples' })).toHaveAttribute('aria-rowcount', '8')
  mayRead.resolve()
  await samples.region.getByRole('button', { name: 'Cancel' }).click()
  await read()
  await expect(page.getByRole('contentinfo')).toContainText(
    '10,000 events added, 60 more left out, because 10,000 is the limit.',
  )
})

test('samples are moved by keys and by drag, and deleted by key', async ({ designer }) => {
  const { page, samples } = designer
  await designer.paste('{"name":"a a"}\n{"name":"b b"}\n{"name":"c c"}')
  await samples.region.getByRole('grid').focus()
  await page.keyboard.press('Alt+ArrowDown')
  await expect(samples.rows).toHaveText([/b b/, /a a/, /c c/])
  await samples.rows.filter({ hasText: 'c c' }).dragTo(samples.rows.filter({ hasText: 'b b' }), {
    targetPosition: { x: 50, y: 3 },
  })
  await expect(samples.rows).toHaveText([/c c/, /b b/, /a a/])
  await samples.region.getByRole('grid').focus()
  await page.keyboard.press('Delete')
  await expect(samples.rows).toHaveText([/c c/, /b b/])
  await designer.undo()
  await expect(samples.rows).toHaveText([/c c/, /b b/, /a a/])
})

test('a paste of elb calls gives the events with what the commands between them set, digits included', async ({
  designer,
}) => {
  const { page } = designer
  await page
    .getByRole('textbox', { name: 'Events' })
    .fill(
      [
        'function elb() { (window.elbLayer = window.elbLayer || []).push(arguments); }',
        "elb('walker consent', { marketing: true });",
        "elb('order complete', { id: 820982911946154508 });",
        "elb('product add', { id: product.id });",
      ].join('\n'),
    )
  await page.getByRole('button', { name: 'Use events' }).click()
  await expect(designer.samples.rows).toHaveCount(1)
  await expect(page.getByRole('contentinfo')).toContainText('Line 4: product.id is known only where the source runs')
  await expect(page.getByRole('region', { name: 'Problems' })).toContainText('820982911946154508')
  await expect(page.getByRole('region', { name: 'Record' })).toContainText('"marketing": true')
})

test('pretty-printed events one after another are one sample each', async ({ designer }) => {
  const { page, samples } = designer
  const event = (name: string) => JSON.stringify({ name, nested: [{ entity: 'product', data: { id: 1 } }] }, null, 2)
  await page.getByRole('textbox', { name: 'Events' }).fill(`${event('order complete')}\n${event('page view')}\n`)
  await page.getByRole('button', { name: 'Use events' }).click()
  await expect(samples.rows).toHaveCount(2)
})

test('several samples are selected together, produced or deleted, and come back with one step', async ({
  designer,
}) => {
  const { page, samples, produce } = designer
  await designer.example('Shop orders')
  const grid = samples.region.getByRole('grid', { name: 'Samples' })
  await grid.focus()
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(samples.region.getByRole('row', { selected: true })).toHaveCount(3)
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Produce 3 samples' }).click()
  await expect(produce.dialog).toContainText('3 selected')
  await expect(produce.planned.getByRole('checkbox')).toHaveCount(3)
  await page.keyboard.press('Escape')
  await expect(produce.dialog).toHaveCount(0)
  await samples.region.getByRole('row', { name: 'Partial refund' }).click({ button: 'right' })
  await expect(page.getByRole('menuitem', { name: 'Edit the event' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(samples.region.getByRole('row', { selected: true })).toHaveCount(1)
  await grid.focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  await expect(samples.region).toContainText('No samples yet')
  await designer.undo()
  await expect(grid).toHaveAttribute('aria-rowcount', '8')
})

test.describe('on a phone', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } })

  test('several samples and rows are selected by taps, and the matrix shows every column that is chosen', async ({
    designer,
  }) => {
    const { page, samples, produce, palette, editor } = designer
    const bottom = page.getByRole('navigation', { name: 'Panes' })
    await designer.example('Shop orders')
    await bottom.getByRole('button', { name: 'Samples' }).tap()
    await samples.region.getByRole('button', { name: 'Select several samples' }).tap()
    for (const name of ['Partial refund', 'Two items']) await samples.region.getByRole('row', { name }).tap()
    await expect(samples.region.getByRole('status')).toHaveText('2 samples selected')
    await samples.region.getByRole('button', { name: 'Produce the selected samples' }).tap()
    await expect(produce.planned.getByRole('checkbox')).toHaveCount(2)
    await page.keyboard.press('Escape')
    await samples.region.getByRole('button', { name: 'Done' }).tap()
    await expect(samples.region).not.toContainText('selected')

    await bottom.getByRole('button', { name: 'Rules' }).tap()
    await designer.rules.rule('complete').tap()
    await palette.run('> select several rows')
    for (const name of ['order_id', 'revenue']) await editor.target(name).tap()
    await expect(editor.region.getByRole('status').filter({ hasText: 'selected' })).toHaveText('2 rows selected')
    await editor.target('revenue').tap()
    await expect(editor.region.getByRole('status').filter({ hasText: 'selected' })).toHaveText('1 row selected')
    await editor.region.getByRole('button', { name: 'End the selection' }).tap()

    await palette.run('> columns of the matrix')
    const columns = page.getByRole('button', { name: 'Columns' })
    await expect(columns).toBeFocused()
    await columns.tap()
    await page.getByRole('menuitemcheckbox', { name: 'Key' }).tap()
    await page.keyboard.press('Escape')
    const key = page
      .getByRole('table', { name: 'Samples and their records' })
      .getByRole('columnheader', { name: 'Key' })
    await expect(key).toBeVisible()
  })
})
