import { expect, test } from '../fixtures.ts'

const kafka = {
  package: '@walkeros/server-destination-kafka',
  config: { settings: { kafka: { topic: 'shop', brokers: ['localhost:9092'] } } },
}
const web = { package: '@walkeros/server-source-express', config: {} }
const flow = { version: 4, flows: { shop: { sources: { web }, destinations: { kafka } } } }

test('a screen keeps what was typed and the focus when the window crosses a width', async ({ designer }) => {
  const { page, samples, palette } = designer
  await designer.importFlow(JSON.stringify(flow))
  await samples.add(JSON.stringify({ name: 'order complete', data: { id: 'O-1' } }))
  await palette.run('Show Journey')
  await page.getByRole('group', { name: 'Enters at' }).getByRole('button', { name: 'web' }).click()
  const request = page.getByRole('textbox', { name: 'Request' })
  await request.fill('{"kept":')
  const before = await request.elementHandle()
  for (const width of [1100, 900, 390, 1000, 1440]) {
    await page.setViewportSize({ width, height: 900 })
    await expect(request).toHaveValue('{"kept":')
    expect(await before?.evaluate((input) => input.isConnected && document.activeElement === input)).toBe(true)
  }
})

test('the panes of Design keep what is typed, open and scrolled when the window crosses a width', async ({
  designer,
}) => {
  const { page, editor, samples, fields } = designer
  await designer.example('Shop orders')
  const size = (width: number) => page.setViewportSize({ width, height: 700 })
  await editor.region.getByRole('button', { name: 'Details of revenue' }).click()
  const details = editor.region.getByRole('group', { name: 'Details of revenue' })
  await expect(details).toBeVisible()
  const filter = fields.getByRole('searchbox')
  await filter.fill('data')
  await samples.region.getByRole('button', { name: 'Filter samples' }).click()
  const form = editor.region.getByRole('tabpanel', { name: 'Form' })
  const name = editor.target('currency')
  await name.fill('curr')
  const before = await name.elementHandle()
  const isKept = () => before?.evaluate((input) => input.isConnected && document.activeElement === input)
  await form.evaluate((element) => element.scrollTo(0, 60))
  const scrolled = await form.evaluate(({ scrollTop }) => scrollTop)
  expect(scrolled).toBeGreaterThan(0)
  for (const width of [1200, 1000, 1300, 1440]) {
    await size(width)
    await expect(name).toHaveValue('curr')
    expect(await isKept()).toBe(true)
    await expect(details).toBeVisible()
    await expect(filter).toHaveValue('data')
    await expect(samples.region.getByRole('searchbox')).toBeVisible()
  }
  expect(await form.evaluate(({ scrollTop }) => scrollTop)).toBe(scrolled)
  // On a phone one pane is there; the others are as they were when they come back.
  await size(390)
  await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: 'Rules' }).click()
  await expect(details).toBeVisible()
  await size(1440)
  await expect(filter).toHaveValue('data')
  await expect(details).toBeVisible()
})

test('a page at twice its size shows several rows of the mapping at once', async ({ designer }) => {
  const { page, editor, rules } = designer
  await designer.example('Shop orders')
  for (const [width, height] of [
    [720, 450],
    [640, 360],
  ] as const) {
    await page.setViewportSize({ width, height })
    await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: 'Rules' }).click()
    await expect(rules.tree).toBeVisible()
    const form = editor.region.getByRole('tabpanel', { name: 'Form' })
    await editor.target('order_id').evaluate((input) => input.scrollIntoView())
    const room = await form.boundingBox()
    const rows = await editor.region.locator('.map-table tr[data-place]').evaluateAll(
      (found, { top, bottom }) =>
        found.filter((row) => {
          const box = row.getBoundingClientRect()
          return box.top >= top - 1 && box.bottom <= bottom + 1
        }).length,
      { top: room?.y ?? 0, bottom: (room?.y ?? 0) + (room?.height ?? 0) },
    )
    expect(rows, `${width} × ${height}`).toBeGreaterThanOrEqual(height === 450 ? 6 : 4)
    expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBe(0)
  }
})
